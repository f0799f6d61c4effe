"""The words that lead a wish to fog: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "fog",
    "fog, fog bank, fogbank, sea fog, low cloud, pea soup, atmospheric haze, brouillard, banc de "
    "brouillard, puree de pois, nebel, niebla, fogs, foggy, bank of fog, pea souper, pea-souper, haar, "
    "brouillards, nuage bas, nebelbank, dense fog, thick fog, atmos, atmo, atmos pass, atmosphere pass, "
    "haze layer, morning haze, valley haze, mountain haze, distance haze, distant haze, haze pass, light "
    "haze, thin haze, sea fret, fogged in, brouillasse, brume de mer, brume epaisse, brume cotiere, low "
    "clouds, nebelbanke, nebelschwaden, nieblas, niebla densa, purees de pois, white murk, murk, haze in "
    "the distance, atmospheric fog, atmospheric perspective, depth haze, depth fog, bancs de brouillard, "
    "voile de brume, voile de brouillard, sea mist, sea mists, smog, hazier, foggier",
    "visibility!, can't see!, cannot see, can barely see, see nothing, murk*, haze, hazy, lighthouse!, "
    "foghorn!, moor, moors, moorland, marine layer, swallow*, eats, visibilite!, on n y voit, n y voit!, "
    "on ne voit, voit pas, phare, corne de brume, ouate, cotonneux, cotonneuse, grisaille, lande, avale*, "
    "mange, creep*, atmospheric depth, aerial perspective, humid, soupy, veil, voile, humide, laiteu*, "
    "perspective atmospherique, embrume*, opaque, milky air, milky, airport, runway lights, headlights "
    "only, silhouettes, lost in white, white wall, disappears, vanish*, fade into, dissolve*, lanternes, "
    "aeroport, disparaissent, mur blanc, coton, estompe*, noie dans le blanc, ship, trawler, docks, quai, "
    "port, brouillardeux, can't see past!, cant see!, cannot see past!, hand in front of, readable "
    "beyond!, nothing readable!, loom out, looms, ghost ship!, golden gate!, ripper, heath, baskerville*, "
    "silent hill, headlights cutting, swallowing, swallowed, swallows the, bank of it, solid bank!, "
    "rolling in off the sea!, off the sea, off the water, marine, harbor, harbour, pier, u-boat, "
    "shipyard, victorian street, streetlamps glow, halos round, halo around, depth cue, sit the cg back!, "
    "push the background back, separate the layers, indistinct, can't make out, cant make out, barely "
    "make out, socked in, zero vis!, low vis!, soup, on n y voit rien!, on n y voit goutte!, on ne "
    "distingue, distingue plus, ne voit plus!, on y voit a!, on voit a, noye*, londres, ecosse, quais, "
    "docker*, ouateux, coton*, tout est blanc, disparaissent dans, avale par, a dix metres, drop back!, "
    "sit back, recede!, recedes!, atmosphere!, layer of atmosphere!, blue haze, stage haze, looms out!, "
    "ferry, out of the white!, into the white!, lost in the white!, murky!, landing lights, far hills, "
    "hills fade, can't see the end!, cannot see the end!, bout du quai!, ne voit plus le bout!, noyes!, "
    "noyees!, reverberes, ambiance londonienne!, londonien*!, beijing, delhi, pollution, overcast haze, "
    "soft light through it, soft balls!, lamps as soft balls!, thick as soup!, estuary!, inversion!, "
    "valley inversion!, sea of cloud!, sea of clouds!, pale, everything pale!, container port, m "
    "visibility!, lost outlines, ghostly shapes, mer de nuages!, disparait!, cote bretonne, on devine a "
    "peine, on distingue a peine!, flou au loin, contours, washed out distance, low contrast distance",
)
