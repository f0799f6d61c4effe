"""The words that lead a wish to smoke: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "smoke",
    "smoke, fume, exhaust, exhaust gas, exhaust gases, exhaust fumes, vapour trail, vapor trail, "
    "contrail, smokescreen, smoke screen, smoke grenade, smoke bomb, smoke machine, fumee, fumigene, "
    "fumerolle, gaz d echappement, ecran de fumee, rauch, qualm, humo, fumo, дым, 烟, 烟雾, 煙, smokes, "
    "fumes, smoke canister, smoke signal, fumees, pipe smoke, tear gas, teargas, gaz lacrymogene, "
    "fumigenes, fumerole, smoke plume, exhaust plume, smoke column, smoke trail, smoke haze, fumee de "
    "pot, petard de fumee, smoke pot, smoke pots, smoke flare, fumees noires",
    "smoky, smokey, smoking, smoulder*!, smolder*!, gas, gaz, pyroclastic, smoke-filled, fuming, haze, "
    "hazy, wisp*, billow*, plume, puff, column, trail, chimney!, smokestack!, funnel, flue, cigarette!, "
    "cigar!, ashtray!, incense!, joss stick, censer, soot, sooty, toaster, burnt toast, burned toast, "
    "tailpipe, exhaust pipe, hookah, charred, snuffed, extinguished, burnt-out, burnt out, burned out, "
    "wreck, fumant, fumante, fumants, fumantes, cheminee!, cigare, clope!, megot!, cendrier!, encens!, "
    "encensoir, suie, volute, panache, trainee, bouffee, colonne, pot d echappement, grille-pain, "
    "carbonise*, calcine*, epave, narguile, eteint, eteinte, tobacco, chain-smok*, lacrymo*, tabac, "
    "couve, crame, crament, roussi, brule encore, overheated, burnt rubber, tire burnout, wok, oven, "
    "grill smoke, rocket launch, rubber, cigarillo, joint, bong, pipe, extinguisher, embrayage, "
    "caoutchouc, pneus, gomme, four, cuisson, pipe a la bouche, barbecue, smouldering, smoldering, wisp, "
    "wispy, billow, billowing, billowy, black stuff!, thick black, dark plume, black plume!, dark column, "
    "black column!, black cloud, black billows, dark billows, oil rig, refinery, aftermath, burnt, "
    "smokestacks, stacks, factory, steamship, tailpipes, exhausts, doughnuts, donuts, drag race, vaping, "
    "doused, put out, just put out, flare gun, smoke signals, gender reveal, curl of it, plumes, columns, "
    "jazz club, den, roll-up, spliff, blunt, hookah bar, shisha, thurible, smudge stick, mosquito coil, "
    "burning tyres, burning tyre, burning tires, burning tire, burning rubber, burning plastic, tyre "
    "fire, tire fire, tyre smoke, overheating, overheats, backfires, two-stroke, diesel, gassed, gas "
    "mask, flare*, smokehouse, barbecue pit, burn pit, ruins, rubble smouldering, colonne noire!, nuage "
    "noir, volutes, tuyau d echappement, haut-fourneau, usine, raffinerie, gomme brulee, chicha, "
    "cheminees, masque a gaz, ruines, decombres fumants, aciers, apres l incendie, torchon brule, haze "
    "machine!, hazer!, ca fume, qui fume, fument, burnt dinner, burned dinner, cooking fumes, vapotage, "
    "vapote*, haze over the tables, bar, pub, crop duster!, aerobatic!, skywriting!, red arrows!, "
    "patrouille de france!, mauvaise combustion, ca crame, pot d'echappement, puffs on!, puff on!, "
    "puffing on!, drags on!, tire sur, burnout!, tyre burnout!, smear, black smear!, saloon, blue haze, "
    "still smoking!, stump, thin blue, smudge, smudge on the horizon, plancha!, cooker hood, extractor, "
    "encensoir balance!, filets blancs, fumees droites, tail of, trailing, engine out, engine failure, "
    "prop plane, biplane, war zone, aftermath of, oily!, jalopy!, banger, oil-burning, old banger!",
    compound=True,
)
