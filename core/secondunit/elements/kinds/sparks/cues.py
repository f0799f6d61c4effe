"""The words that lead a wish to sparks: what names it, and what only suggests it. Data only."""

from __future__ import annotations

from secondunit.elements.words.cues import Cues

CUES = Cues(
    "sparks",
    "spark, sparkle, sparkler, firework, etincelle, gerbe d etincelles, feu d artifice, feux d artifice, "
    "sparks, sparking, sparklers, fireworks, etincelles, etincelant, welding torch, cutting torch, "
    "funken, chispa, chispas, spark shower, grinder sparks, welding sparks, electric sparks, electrical "
    "sparks, gerbe d etincelle, gerbes d etincelles, pluie d etincelles, funkenflug, funkenregen, "
    "chispazo, chispazos, sparky, spark burst, spark fountain, feux d artifices",
    "weld*!, grind*!, angle grinder!, plasma cutter, short circuit!, short-circuit!, electrical short!, "
    "fuse box!, fuse, wires, live wire, cable, transformer, arcing, power line, brakes, rails, metal, "
    "steel, iron, blade, clash*, ricochet*, scraping, scrapes, chainsaw, saw, anvil!, blacksmith, "
    "foundry!, flint, streaks, glowing streaks, soud*!, meul*!, disqueuse!, court-circuit!, court "
    "circuit!, court-jus, tableau electrique, fusible, fil electrique, transformateur, catenaire, freins, "
    "acier, fer, lame, lames, epee*, ricoch*, scie, enclume!, forgeron, fonderie!, silex, gresille*, "
    "ferraille, bounc*, rebond*, streak*, arc welder, pylon, tram, pantograph*, third rail, crash "
    "barrier, poste a souder, ligne electrique, pylone, fil denude, glissiere, decoupe de metal, molten, "
    "white-hot, hot metal, horseshoe, lathe, drill, drilling, angle-grinder, sander, live rail, overhead "
    "line, circuit breaker, generator, power tool, swordfight, sword fight, duel a l epee, forge, metal "
    "en fusion, poche de coulee, fer a cheval, perceuse, foreuse, tour, groupe electrogene, disjoncteur, "
    "cables, fils, arc, shorts out!, short out!, shorting!, arcs, electrical panel, neon, busted neon!, "
    "broken neon, overhead wire, guardrail!, guard rail!, scrape*, rims, wheel rims, undercarriage, skate "
    "blades, swords clash!, blades cross, fencing, grindstone!, whetstone!, knife sharpener!, sharpening, "
    "hammer on anvil, farrier!, steel mill!, molten steel!, crucible!, gas axe!, thermite!, circular "
    "saw!, plasma, junction box!, switchboard!, plug, socket, blown fuse!, cable snaps, live cable!, "
    "droid, console, control panel, sizzl*, crackl*, dragging metal, metal on metal!, steel on steel!, "
    "flint and steel!, cutting disc!, cut-off saw!, disc cutter!, tig!, mig!, rebar, hull plating, "
    "striker, catenary, tram wire, prise, cable coupe!, cables coupes!, freinage, sabots de frein, disque "
    "a tronconner!, tronconn*!, aiguise*, affute*, remouleur!, acierie!, coulee d acier!, robot, "
    "crepite*, gresillent, lames se croisent!, epees se croisent!, choc des epees, metal contre metal, "
    "fer a souder, chignole, jantes, carambolage, boitier electrique!, ligne a haute tension!, haute "
    "tension, emergency brake!, emergency braking!, throwing light, throws light, bright flecks!, flecks "
    "each blow, throws off, throwing off, showers of light, hot steel, tongs, anvil strikes, grating "
    "metal, drag along, dragged along, ca jaillit!, jaillit*, jaillissent, claque, claquent, "
    "electrocut*!, tesla coil!, taser!, jump leads!, jumper cables!, cattle prod!, contact brush, "
    "dodgem*!, bumper cars!, auto-tamponneuse*!, stun gun, sabres, rapiers, rapier, shield, shields, "
    "armour, armor, axe on shield, helmet, cling*, clang*, fuse fizzing!, fizz, lit fuse!, molten iron!, "
    "ladle!, blue-white flash!, crackle!, in the bath, forklift!, blade dragging!, dragging on concrete!, "
    "dragging on!, sabre cut!, sword!, single spray, cut on the stone, electrics, blown speaker, power "
    "cut, surge, fils denudes!, fils qui se touchent, se touchent, lit up console, short in the!, "
    "wiring!, faulty wiring!, damaged wiring!, mains, breaker panel!, substation!, arc flash!, steel mill "
    "pour!, chalumeau, hammering, molten bits!, molten drops!, molten metal!, dripping molten!, sabre, "
    "fizzing",
    broader="fire",
)
