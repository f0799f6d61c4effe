"""The words that lead a wish to smoke: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "smoke",
    "smoke, fume, exhaust, exhaust gas, exhaust gases, exhaust fumes, vapour trail, vapor trail, "
    "contrail, smog, smokescreen, smoke screen, smoke grenade, smoke bomb, smoke machine, fumee, "
    "fumigene, fumerolle, gaz d echappement, ecran de fumee, rauch, qualm, humo, fumo, дым, 烟, 烟雾, 煙, "
    "smokes, fumes, smoke canister, smoke signal, fumees, ca fume, fume encore, qui fume, pipe smoke, "
    "tear gas, teargas, gaz lacrymogene, fumigenes, fumerole",
    "smoky, smokey, smoking, smoulder*!, smolder*!, gas, gaz, pyroclastic, smoke-filled, fuming, haze, "
    "hazy, wisp*, billow*, plume, puff, column, trail, chimney!, smokestack!, funnel, flue, cigarette!, "
    "cigar!, ashtray!, incense!, joss stick, censer, soot, sooty, toaster, burnt toast, burned toast, "
    "tailpipe, exhaust pipe, hookah, charred, snuffed, extinguished, burnt-out, burnt out, burned out, "
    "wreck, fumant, fumante, fumants, fumantes, cheminee!, cigare, clope!, megot!, cendrier!, encens!, "
    "encensoir, suie, volute, panache, trainee, bouffee, colonne, pot d echappement, grille-pain, "
    "carbonise*, calcine*, epave, narguile, eteint, eteinte, tobacco, chain-smok*, lacrymo*, tabac, "
    "couve, crame, crament, roussi, brule encore, overheated, burnt rubber, tyre burnout, burnout, tire "
    "burnout, wok, oven, grill smoke, rocket launch, rubber, cigarillo, joint, bong, pipe, extinguisher, "
    "embrayage, caoutchouc, pneus, gomme, four, cuisson, pipe a la bouche, barbecue, smouldering, "
    "smoldering, wisp, wispy, billow, billowing, billowy",
    compound=True,
)
