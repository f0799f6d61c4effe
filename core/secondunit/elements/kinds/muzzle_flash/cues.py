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
    "canon, flash d arme, flashs d armes, gun flashes, barrel flash, spit of flame, muzzle blast, gun "
    "goes off, guns go off, shotgun goes off, pistol goes off, rifle goes off, pistol flash, rifle flash, "
    "shotgun flash, musket flash, musket volley, musket volleys, musket fire, cannon fire, cannon shot, "
    "cannon flash, gunshot flash, ak flash, mg burst, mg flash, ak burst, tir de mitrailleuse, tirs de "
    "mitrailleuse, tir de fusil, tirs de fusil, tir de canon, coup de mousquet, salve de mousquets, "
    "rafale de mitrailleuse, rafale de kalach, rafales de kalach, rafale de kalachnikov, muzzle flare, "
    "fusillade, disparos, disparo, schuss, gun blast, firing squad, peloton d execution, flamme au bout "
    "du fusil, flamme au bout du canon, flammes au bout du canon, flamme du canon, returning fire, return "
    "fire, returns fire, opening fire, opens fire, open fire, exchanging fire, exchange of fire, covering "
    "fire, incoming fire, suppressive fire, fires a volley, fire a volley, volley fire, firing a volley, "
    "fires a shot, fire a shot, fires twice, fires a burst, firing into, fires into, fires his, fires "
    "her, fires back, cannon fires, gun fires, guns fire, machine gun, machine-gun, ouvre le feu, ouvrent "
    "le feu, fait feu, font feu, riposte, ripostent, echange de coups de feu",
    "muzzle!, gun, guns, gunman!, pistol*!, revolver*!, rifle*!, shotgun*!, carbine, ak!, ak-47!, ak47, "
    "smg, uzi!, glock!, minigun, musket*, cannon, full auto!, full-auto!, automatic fire, fired, trigger, "
    "shootout!, shooter, volley, firing, sniper!, canon, arme, armes, pistolet*!, fusil*!, carabine, "
    "mitraille*!, kalach*!, mousquet*, gachette, detente, tireur, tireurs, tir, tirs, coup part, coups "
    "partent, rafale de, tracer, blanks, gatling, handgun, firearm, gunfight, gun battle, gunmen, ambush, "
    "flinguent, flingue, mitrailleuse, rafale d, rafales de, canarde, canardent, tire, tirent, tirer, "
    "embuscade, balle a blanc, balles a blanc, shoot, shoots, shooting at, firefight!, fire fight, "
    "strobing, duel, gunslinger*, bandits, turret, emplacement, mitrailleurs, tourelle, vident leurs "
    "chargeurs, chargeur, chargeurs, magazine, clip emptied, emptied, canons, m 16!, m 4!, ak 47!, m "
    "249!, m 60!, mp 5!, mg 42!, rifle, pistol, shotgun, fusil, pistolet, fires at, fires the, pulls the "
    "trigger!, rds, beretta!, snubnose!, derringer!, sawn-off!, sawed-off!, 12 gauge!, pump-action!, "
    "broadside!, broadsides!, cannons, howitzer!, deck gun!, tank gun!, silencer!, suppressor, automatic "
    "weapon, automatic weapons, hitman, mobster*, tommy gun!, thompson, winchester!, flintlock!, "
    "blunderbuss!, revolver, quick draw, gun turret, flak gun, anti-aircraft, machine-gunner, gunner, "
    "sten, bren, luger!, magnum!, desert eagle, assault rifle!, blank round, round fired, silencieux!, "
    "bout du canon!, bout du fusil!, canonnade!, douille, douilles, flingues, braqueur*, tueur a gages, "
    "artilleur*, canonniers, salve, arquebuse!, tromblon!, colt!, profile shot, standoff, strobe, "
    "hold-up, bank job, tree line, flashes in the!, .50 cal!, 50 cal!, caliber, calibre, long bursts!, "
    "short bursts!, single shot!, as he fires!, as she fires!, when he fires!, when it fires!, tir au "
    "pistolet!, eclair bref, night ambush!, bolt-action!, semi-auto!, semi automatic!, firing range!, "
    "shooting range!, stand de tir!, russian roulette, musketeers, mousquetaires!, cowboy shoots!, flash "
    "en bout de canon, gun barrel!, twin 50!, quad 50, 50 s!, 50 cals!, turret gun!, tail gunner!, "
    "gunship!, gunships!",
    broader="fire",
    brings=("smoke", "fire"),
)
