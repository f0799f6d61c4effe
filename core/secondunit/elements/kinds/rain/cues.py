"""The words that lead a wish to rain: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.kind_words import KindWords

CUES = KindWords(
    "rain",
    "rain, rains, rainfall, raindrop, raindrops, rain drop, raining, rainy, rainstorm, drizzle, "
    "drizzling, drizzly, downpour, cloudburst, monsoon, hail, hailstone, sleet, pouring rain, pouring "
    "down, it is pouring, it s pouring, it's pouring, cats and dogs, torrential, deluge, bucketing "
    "down, pluie, pluies, pluvieux, pluvieuse, averse, averses, goutte de pluie, gouttes de pluie, "
    "bruine, crachin, ondee, grele, grelon, giboulee, giboulees, il pleut, pleuvoir, mousson, trombes d "
    "eau, il tombe des cordes, tombe des cordes, hallebardes, seaux d eau, regen, lluvia, aguacero, "
    "llovizna, pleut a verse, il va pleuvoir, rain shower, rain showers, drache, pluviote*, pleuviote, "
    "saucee, bucketing, chucking it down, pissing down, coming down hard, tipping down, spitting rain, "
    "thunderstorm rain, pluie battante, pluie fine, pluie d orage, ca tombe dru, tombe dru, flotte, "
    "regnet, es regnet, llueve, chaparron",
    "mm/h!, mm h, mm per hour!, mm/hr, millimetres per hour, umbrella*!, wet, soaked, drenched, puddle, "
    "puddles!, wiper, wipers!, gutter, gutters, drops, drop, droplets, splash, splashes, splashing, "
    "drip*, pouring, stormy, showers, sheets of water, parapluie*!, trempe*, mouille*, flaque, "
    "flaques!, essuie-glace*!, gouttes, goutte, gouttiere*!, eclabouss*, impermeable, orage, rideau d "
    "eau, detrempe*, ruissel*, mm par heure, millimetres par heure, pleut, raincoat, spitting down, "
    "ciré, intemperies, wellies, puddled, rooftop drumming, drumming on the roof, roof, windscreen, "
    "leaky, soggy, tombe dru, toit en tole, tole, gouttelettes, ruisselle, cire jaune, bottes de pluie",
)
