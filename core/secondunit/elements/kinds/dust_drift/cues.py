"""The words that lead a wish to drifting dust: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "drifting dust",
    "dust, dust cloud, dust trail, dust plume, drifting dust, dust drift, blowing dust, sand, dirt, "
    "powder, pollen, dust kicked up, kicked-up dust, poussiere, nuage de poussiere, trainee de poussiere, "
    "sable, poudre, trail of dust, dust storm, sandstorm, sand storm, haboob, blowing sand, rooster tail, "
    "nuages de poussiere, tempete de sable, vent de sable, tempete de poussiere, staubwolke, sandsturm, "
    "tormenta de arena, soil, terre, polvo, staub, dusty road, route poussiereuse, piste poussiereuse, "
    "dust haze, sirocco, khamsin, harmattan, dust trails, dust clouds, dust plumes, blown sand, sand "
    "blowing, wind-blown sand, windblown sand, windblown dust, wind-blown dust, dust in the air, dusty "
    "haze, rooster tails, rooster-tail, saharan dust, sand drifting, drifting sand, dust behind, trails "
    "of dust, trail of sand, nuage de sable, nuages de sable, sable qui vole, sable souleve, poussiere "
    "soulevee, poussiere en suspension, trainees de poussiere, trainee de sable, polvareda, polvaredas, "
    "nube de polvo, nubes de polvo, staubwolken, staubfahne, sandsturme, hanging dust, dust hanging, dust "
    "cloud behind, veil of dust, veils of dust, wall of dust, wall of sand, poussiere de la piste, kicked "
    "up dust, kicking up dust, kicks up dust, raises dust, raising dust, dust raised",
    "hoof!, hooves!, horse, horses, horsemen, riders, cavalry!, stampede!, herd!, cattle, buffalo, "
    "gallop*!, wagon*, stagecoach!, wheels, tyres, tires, rally!, off-road, 4x4, jeep, buggy, pickup, "
    "convoy, country road, chase, marching, march, caravan!, desert, plough, harvester, drives, driving, "
    "drive, skid*, kick up, kicks up, kicking up, kicked up, wake, trailing, hanging, sabots!, cheval, "
    "chevaux, cavaliers, cavalerie!, galop*!, troupeau!, bisons, diligence!, charrette, carriole, roues, "
    "pneus, rallye!, piste, chemin de terre, convoi, caravane, file, roule, roulent, derap*, souleve*, "
    "marche, pas, sillage, poursuite, suspension, en suspens, prairie, savanna*, steppe, bike*, truck*, "
    "riding, rides, race, racing, posse, outlaws, western, savane, plaine, moto, motos, camion, camions, "
    "chevauchee, hors-la-loi, moutons, berger, course, charge, ground dries, dry road, outback, savannah, "
    "horseback, coach, carriage, carts, cart, trucks, tanks, column of tanks, marathon, runners, crowd "
    "running, sandy track, race car, buggies, atv, quads, ploughing, sheep, goats, cows, camels, "
    "elephants, rhinos, wildebeest!, westerns, vaches, chameaux, dromadaires, gnous, char, chars, "
    "cortege, defile, coureurs, labour, laboure, epandage, bac a sable, poussiereux, poussiereuse, rover, "
    "mars rover!, off the wheels!, ute, dune buggy, dirt bike!, mule train, covered wagons!, trotting, "
    "trampl*, parade ground, rotor wash!, downdraft, helicopter landing, safari, dakar!, mad max!, "
    "chariot*!, rally car!, donkey, donkeys, wagon train!, oxen, plough team, cattle drive!, drovers, "
    "pick-up, tyres spin, wheelspin!, wheel spin!, spinning tyres, dust bowl, salt flats, dry lake, dry "
    "riverbed, hoofbeats!, thundering herd!, migration, zebras, rhinoceros, dirt runway, airstrip, "
    "bulldozer, quarry, haul truck, combine harvester!, harvest, char romain, chars romains, anes, "
    "boeufs, attelage!, labours, moisson!, carriere, zebres, sabots des chevaux!, chevaux au galop!, "
    "rodeo, gauchos, taureau*, arene, piste de terre!, route de terre!, chemin poussiereux, engins de "
    "chantier, camion-benne, trek, colonne de refugies, pick-ups, tractor!, harrow*!, combine!, dirt "
    "road!, dirt track!, desert road!, gravel road!, tan plume!, brown plume, dry field!, plough*!, "
    "behind it, tracteur!, moissonneuse!, plume, trail, veil, haze, dunes!, dune!, brownout!, brown-out!, "
    "dirt oval!, speeder, landspeeder, hurtling, burning rubber on dirt, sand dunes, erg, wadi, oued, "
    "desertique, ca souleve!, souleve tout!, raise a haze, behind the cart, behind the wagon, dry plain!, "
    "plaine seche!, downwash!, landing zone!, mules!, stock car!, dirt bend!, slides sideways, "
    "tumbleweed!, picks up the sand!, dry summer!, dusty path!, dusty!, dusty lane!, sentier, quad!, "
    "voile jaune, nuage ocre!, chevres!, sahara!, sahel!, dry track!, scorched plain, mule!, pack "
    "animals, wagon wheels!, chase on horseback!, horse chase!, drag strip on dirt, baja!, enduro!, "
    "motocross!",
)
