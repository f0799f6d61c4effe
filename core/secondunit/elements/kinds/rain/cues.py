"""The words that lead a wish to rain: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "rain",
    "rain, rainfall, raindrop, rain drop, drizzle, downpour, rainstorm, cloudburst, raining, rainy, hail, "
    "hailstone, sleet, pluie, averse, goutte de pluie, gouttes de pluie, bruine, grele, grelon, crachin, "
    "il pleut, pluie battante, pluie torrentielle, regen, lluvia, rains, raindrops, drizzling, drizzly, "
    "monsoon, pouring rain, pouring down, it is pouring, it s pouring, it's pouring, cats and dogs, "
    "torrential, deluge, bucketing down, pluies, pluvieux, pluvieuse, averses, ondee, giboulee, "
    "giboulees, pleuvoir, mousson, trombes d eau, il tombe des cordes, tombe des cordes, hallebardes, "
    "seaux d eau, aguacero, llovizna, pleut a verse, il va pleuvoir, rain shower, rain showers, drache, "
    "pluviote*, pleuviote, saucee, bucketing, chucking it down, pissing down, coming down hard, tipping "
    "down, spitting rain, thunderstorm rain, pluie fine, pluie d orage, ca tombe dru, tombe dru, flotte, "
    "regnet, es regnet, llueve, chaparron",
    "mm/h!, mm h, mm per hour!, mm/hr, millimetres per hour, umbrella*!, wet, soaked, drenched, puddle, "
    "puddles!, wiper, wipers!, gutter, gutters, drops, drop, droplets, splash, splashes, splashing, "
    "drip*, pouring, stormy, showers, sheets of water, parapluie*!, trempe*, mouille*, flaque, flaques!, "
    "essuie-glace*!, gouttes, goutte, gouttiere*!, eclabouss*, impermeable, orage, rideau d eau, "
    "detrempe*, ruissel*, mm par heure, millimetres par heure, pleut, raincoat, spitting down, ciré, "
    "intemperies, wellies, puddled, rooftop drumming, drumming on the roof, roof, windscreen, leaky, "
    "soggy, tombe dru, toit en tole, tole, gouttelettes, ruisselle, cire jaune, bottes de pluie",
)
