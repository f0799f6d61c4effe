"""The words that lead a wish to rain: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "rain",
    "rain, rainfall, raindrop, rain drop, drizzle, downpour, rainstorm, cloudburst, raining, rainy, hail, "
    "hailstone, sleet, pluie, averse, goutte de pluie, gouttes de pluie, bruine, grele, grelon, crachin, "
    "il pleut, pluie battante, pluie torrentielle, regen, lluvia, rains, raindrops, drizzling, drizzly, "
    "monsoon, pouring rain, it is pouring, it s pouring, it's pouring, cats and dogs, torrential, deluge, "
    "bucketing down, pluies, pluvieux, pluvieuse, averses, ondee, giboulee, giboulees, pleuvoir, mousson, "
    "trombes d eau, il tombe des cordes, tombe des cordes, hallebardes, seaux d eau, aguacero, llovizna, "
    "pleut a verse, il va pleuvoir, rain shower, rain showers, drache, pluviote*, pleuviote, saucee, "
    "bucketing, chucking it down, pissing down, coming down hard, tipping down, spitting rain, "
    "thunderstorm rain, pluie fine, pluie d orage, ca tombe dru, tombe dru, flotte, regnet, es regnet, "
    "llueve, chaparron, bucketing it down, pissing it down, tipping it down, hammering down, lashing "
    "down, lashing it down, pelting down, pelting it down, coming down in sheets, coming down in buckets, "
    "drizzles, downpours, showers of rain, il flotte, il drache, ca drache, ca flotte, il pleuvine, il "
    "bruine, ca tombe a seaux, rincee, pluie de mousson, pluies battantes, regenschauer, regentropfen, "
    "nieselregen, lluvias, aguaceros, lloviendo, llueve a cantaros, gotas de lluvia, deluges, wet-down "
    "pass, wetdown pass, rain pass",
    "mm/h!, mm h, mm per hour!, mm/hr, millimetres per hour, umbrella*!, wet, soaked, drenched, puddle, "
    "puddles!, wiper, wipers!, gutter, gutters, drops, drop, droplets, splash, splashes, splashing, "
    "drip*, pouring, stormy, showers, sheets of water, parapluie*!, trempe*, mouille*, flaque, flaques!, "
    "essuie-glace*!, gouttes, goutte, gouttiere*!, eclabouss*, impermeable, orage, rideau d eau, "
    "detrempe*, ruissel*, mm par heure, millimetres par heure, pleut, raincoat, spitting down, ciré, "
    "intemperies, wellies, puddled, rooftop drumming, drumming on the roof, roof, windscreen, leaky, "
    "soggy, toit en tole, tole, gouttelettes, ruisselle, cire jaune, bottes de pluie, shower, gentle "
    "shower!, light shower!, heavy shower!, wet-down!, wetdown!, rain machine, rain bars!, rain tower!, "
    "brolly!, brollies!, downspout, windscreen wipers!, wet tarmac, wet asphalt, wet street, wet streets, "
    "slick street, sodden, raincoats!, mackintosh, galoshes, blade-runnery, blade runner, bus shelter, "
    "sheltering, runs for cover, pitter-patter, pattering, weather turned, monsoon season, gutters "
    "overflowing, petrichor, trench coat, k-way, parapluies!, abribus, s abrite*, ruissellement, bitume "
    "mouille, trottoir mouille, rue mouillee, rues mouillees, goutte a goutte, crachine, bottes en "
    "caoutchouc, capuches, ciel qui creve, typhoon!, hurricane, cyclone, horizontal sheets!, sheets, full "
    "tilt, wipers full!, temps de chien!, pouring down, pour down, umbrellas, storm drain, drains "
    "overflow, capes, ponchos, oilskin*!, sou'wester!, gumboots, gutter pours, temps pourri!, ciel de "
    "plomb, typhon!, ouragan, bounce off the edge, tin roof!, sideways!, proper soaking!, trombes!, "
    "essuie-glaces!, gouttes obliques!, storm passing, car wash, wet through, soaking!, hailstones!, "
    "grelons!, drips, dripping gutters, drain cover overflows, squall, squalls",
)
