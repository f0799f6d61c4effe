"""The words that lead a wish to a muzzle flash: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "a muzzle flash",
    "muzzle flash, muzzle flashes, gunfire, gun fire, gunshot, gun shot, gun flash, muzzle fire, tracer "
    "fire, shot of a gun, coup de feu, coups de feu, tir d arme, lueur de bouche, flamme de bouche, "
    "muzzle-flash, gunshots, gun shots, pistol shot, pistol shots, rifle shot, rifle fire, shotgun blast, "
    "machine gun fire, machine-gun fire, coup de pistolet, coups de pistolet, coup de fusil, coups de "
    "fusil, coup de canon, tirs d armes, flammes de bouche, flash de bouche, depart de feu, departs de "
    "feu, depart de coup, mundungsfeuer, muendungsfeuer, fogonazo, echange de tirs, shots fired, tracers, "
    "balles tracantes, eclair du fusil, eclair de fusil, eclairs de fusil, eclair du canon, flash du "
    "canon, flash d arme, flashs d armes, gun flashes, barrel flash, spit of flame",
    "muzzle!, barrel, gun, guns, gunman!, pistol*!, revolver*!, rifle*!, shotgun*!, carbine, ak!, ak-47!, "
    "ak47, smg, uzi!, glock!, machine gun!, machine-gun!, minigun, musket*, cannon, full auto!, "
    "full-auto!, automatic fire, fired, trigger, shootout!, shooter, volley, firing, sniper!, canon, "
    "arme, armes, pistolet*!, fusil*!, carabine, mitraille*!, kalach*!, mousquet*, gachette, detente, "
    "tireur, tireurs, tir, tirs, fusillade!, coup part, coups partent, rafale de, tracer, blanks, "
    "gatling, handgun, firearm, gunfight, gun battle, gunmen, ambush, flinguent, flingue, colt, "
    "winchester, mitrailleuse, rafale d, rafales de, canarde, canardent, tire, tirent, tirer, embuscade, "
    "balle a blanc, balles a blanc, shoot, shoots, shooting at, firefight!, fire fight, strobing, duel, "
    "gunslinger*, bandits, turret, emplacement, mitrailleurs, tourelle, vident leurs chargeurs, chargeur, "
    "chargeurs, magazine, clip emptied, emptied, canons, m 16!, m 4!, ak 47!, m 249!, m 60!, mp 5!, mg "
    "42!, rifle, pistol, shotgun, fusil, pistolet",
    broader="fire",
)
