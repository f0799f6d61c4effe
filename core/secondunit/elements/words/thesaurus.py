"""What artists say for the phrases that the everyday tables know, in English and French. Data only.

A family is a phrase of `english` and the phrases that mean it, parted by commas, without accents; what only
differs in number, gender, degree or as an adverb (`forms`) need not stand here.
"""

from __future__ import annotations

from functools import lru_cache

from . import abroad
from .heights import heights

#: English.
ENGLISH: dict[str, str] = {
    # Shapes and places.
    "line": "slit",
    "floating": "hovering",
    "mid-air":
        "midair, airborne, in mid-air, in the air, no ground, without ground, ground off, in a vacuum, in "
        "vacuum, in space, no floor, before reaching the floor, before reaching the ground, before they "
        "land, never land, never hit anything, never hits anything, never touch the ground, die in the "
        "air, no landing, zero gravity, zero g, zero-g, weightless, no gravity",
    "on the ground":
        "on the floor, hits the ground, hits the floor, off the ground, off the floor, on concrete, on "
        "tarmac, on the tarmac, on asphalt, on the pavement",
    "bouncing": "bounce, bounces, bounce off, skittering, skitter, skip off, ricocheting",
    "in the middle":
        "in the center, in the centre, dead center, dead centre, center frame, centre frame, frame center, "
        "frame centre, center of frame, centre of frame, centre of the frame, center of the frame, mid "
        "frame, mid-frame, middle of frame, middle of the frame, middle frame, center screen, centre "
        "screen, cam center, cam centre, centred, centered",
    "top of frame":
        "top frame, frame top, top of the frame, at the top, at top, upper frame, top of screen, screen "
        "top, top of the screen, top of shot, top of the image, high in frame, high in the frame, upper "
        "third, top third, top edge, from above frame",
    "bottom of frame":
        "bottom frame, frame bottom, bottom of the frame, at the bottom, at bottom, lower frame, bottom of "
        "screen, screen bottom, bottom of the screen, bottom of shot, bottom of the image, low in frame, "
        "low in the frame, lower third, bottom third, bottom edge",
    "far away": "way back, far off, far back, a long way off, deep background, deep in the background",
    "in the distance": "on the horizon, distant",
    # Light.
    "backlit":
        "backlight, rim lit, rim-lit, rim light, rimlit, back-lit, back light, back lit, backlighting, "
        "against the light, into the sun, sun behind, lit by the sun behind",
    "frontal light":
        "front light, front lit, front-lit, frontlit, flat light, flat lit, lit from the front, frontally "
        "lit",
    "top light": "toplight, top lit, top-lit, toplit, overhead light",
    "sunset": "dusk, sundown, magic hour, evening light, low sun",
    "sunrise": "dawn, daybreak, first light, early morning, morning light",
    "overcast": "cloudy, grey day, gray day, grey sky, flat daylight",
    "noon": "midday, high noon",
    "night": "night ext, nighttime, night-time, at night, night shot, dead of night",
    "moonlit": "moonlight, by moonlight",
    "sunny": "sunlit, bright sun, full sun, sunshine",
    # The air.
    "breeze":
        "breezy, slight wind, a bit of wind, hint of wind, some wind, gentle wind, soft wind, mild wind, "
        "light air",
    "gentle breeze": "faint breeze, slight breeze, soft breeze",
    "wind": "windy, wind-blown, windblown, blown by the wind, carried by the wind, blown about",
    "strong wind":
        "heavy wind, high wind, stiff wind, stiff breeze, hard wind, fierce wind, very windy, blowing "
        "hard, howling wind, howling, strong winds, high winds, big wind",
    "gale": "gale force, gales, hurricane, howling gale",
    "gusty": "gusts, gust, blustery, gusting, squall, squalls, squally, in gusts, wind gusts",
    "still air": "no-wind, windless, airless, stagnant, no breeze, without wind, no draught, no draft",
    "dead calm":
        "dead still air, dead still, not a breath of wind, not a breath of air, no air movement, no air at "
        "all, perfectly still, totally still, completely still, absolutely still, still night, still "
        "evening, still morning",
    "steady": "stable, constant, continuous, even flow, steadily burning, rock steady, unwavering",
    "drifting": "drifts, drift, drifted, wafting, wafts, waft",
    # The clock.
    "slow motion":
        "slow-motion, slowmo, slo-mo, overcranked, over-cranked, high speed camera, high-speed camera, "
        "bullet time, phantom shot, super slow motion, ultra slow motion",
    "looping":
        "loop, loops, loopable, seamless, seamless loop, must loop, needs to loop, has to loop, tileable, "
        "cycles, cycling, on a loop, loop it",
    "motion blur off":
        "no motion blur, without motion blur, no mblur, no mb, mblur off, no blur, zero blur, motion-blur "
        "off, turn off motion blur, kill the motion blur, no streaks, no streaking, crisp no blur, shutter "
        "closed, don't want motion blur",
    # Size.
    "large": "bigger than usual, good-sized, sizeable, sizable, hefty, ample, chunky, oversized, great big",
    "big": "fat, grand",
    "small": "little, smallish, compact, modest, low-key, smaller, mini, dinky",
    "tall": "high, towering, lofty, very tall",
    "wide": "broad, spread out, sprawling",
    "narrow": "slim, slender, skinny, tight",
    "tiny":
        "teeny, teensy, teeny tiny, itty-bitty, miniature, minute, minuscule, wee, itsy bitsy, titchy, "
        "micro, very small, really small, super small, fingernail-sized, pea-sized, nothing big, not big",
    "huge":
        "massive, enormous, giant, gigantic, immense, colossal, gargantuan, humongous, ginormous, "
        "monstrous, monster, mammoth, epic, vast, mega, titanic, whopping, hollywood-size",
    # Speed.
    "fast":
        "quick, quickly, rapid, swift, speedy, snappy, brisk, briskly, zippy, at speed, high speed, "
        "high-speed, full speed, flat out, rushing, racing, whipping, whipping past, shooting, darting, "
        "zooming, hurtling, streaking, rips across, in a rush, energetic, punchy, sharp and quick, pacey, "
        "lightning fast, lightning quick, whip fast, at a clip, sudden, instant, abrupt, lively, violent "
        "and fast",
    "slow":
        "sluggish, unhurried, leisurely, lazy, languid, lethargic, languorous, slow as hell, slow as "
        "molasses, crawling, creeping, inching, barely moving, barely moves, hardly moving, hardly moves, "
        "almost static, nearly static, almost still, nearly still, glacial, ponderous, dreamy, dreamlike, "
        "meandering, floaty, easy, taking its time, takes its time, not moving much, sedate, in no hurry, "
        "slow drift, slow creep",
    # Amount.
    "many":
        "lots, lots of, a lot, a lot of, loads, loads of, tons, tons of, a ton of, heaps, heaps of, "
        "plenty, plenty of, masses of, hundreds, hundreds of, thousands, thousands of, dozens, dozens of, "
        "numerous, countless, abundant, everywhere, a swarm of, swarms of, swarm, a storm of, a blizzard "
        "of, a barrage of, a hail of, bags of, oodles of, shedloads of, shitloads of, buckets of, "
        "bucketloads of, stacks of, piles of, a bunch of, a mess of, scads of, multitude, a multitude of, "
        "plentiful, profuse, packed, jam-packed, crammed, teeming, filling the frame, fill the frame, "
        "fills the frame, all over, all over the place, no end of, more the better, the more the better, "
        "go heavy, go big, big numbers, copious, generous, lavish, galore, really busy, busy",
    "few":
        "a few, just a few, only a few, a handful, a handful of, just a handful, a couple, a couple of, "
        "sparse, scattered, one or two, two or three, three or four, hint of, a hint of, just a hint, a "
        "touch of, a touch, just a touch, a bit of, just a bit of, a smattering, smattering, a sprinkling, "
        "sprinkling, stray, barely any, hardly any, not many, not too many, not a lot, not much, very "
        "little, next to nothing, minimal, scant, sporadic, occasional, the odd, the odd one, odd, subtle, "
        "understated, restrained, discreet, a whisper of, a smidge, a smidge of, a smidgen of, a dash of, "
        "a dusting of, a suggestion of, isolated, low count, thinned out, barely reads, barely visible, "
        "barely there, hardly noticeable, just enough to read, light touch, easy on the, go easy, keep it "
        "subtle, keep it light, very few, a scattering of, a trickle, a trickle of, hardly a, nothing that "
        "distracts",
    # How it looks.
    "thick":
        "chunky and dense, soupy, meaty, bodied, full-bodied, rich, milky, clotted, fat and thick, "
        "wall-to-wall",
    "dense":
        "opaque, solid, impenetrable, packed tight, can't see through, you can't see through it, very "
        "thick",
    "thin":
        "wispy, sheer, see-through, see through, gauzy, gossamer, filmy, translucent, transparent, "
        "diaphanous, tenuous, watery, weak, rarefied",
    "faint":
        "barely there density, ghostly, a veil, veil, light veil, hint, whisper, very thin, very faint, "
        "almost invisible, imperceptible, just visible",
    "bright":
        "brilliant, glowing, luminous, light up, lights up, lighting up, lit up by it, vivid, intense, "
        "radiant, punchy and bright, glaring, fiery bright, shining, gleaming, high intensity, very hot "
        "exposure, overexposed, clips, clipping, clip the highlights, nuclear bright, crank the brightness",
    "dim":
        "hardly any light, barely any light, barely glowing, barely lit, faintly glowing, dull, dull glow, "
        "muted, subdued, low light, weak light, faint glow, smouldering glow, nearly out, almost out, "
        "going out, underexposed, low intensity, not bright, not too bright, faded, feeble, soft glow, low "
        "glow, dark glow",
    "blinding": "dazzling, blown out, searing, eye-searing, blindingly bright, retina-burning, blazing",
    "turbulent":
        "turbulence, churning, churns, churn, churned up, boiling, boiling up, roiling, seething, "
        "tumbling, rolling and churning, choppy, restless, agitated, whipped up, torn up, unsettled, "
        "nervous, jittery, tempestuous, stormy",
    "chaotic":
        "wild, like mad, frantic, raging, crazy, going crazy, mad, frenzied, all over the shop, manic, out "
        "of control, insane, angry, furious, ferocious",
    "swirling":
        "swirls, swirly, swirl, eddies, eddy, whirling, whirl, whirls, eddying, spiralling, spiraling, "
        "spinning, twisting, vortex, vortices, corkscrewing, twirling, tumbling and swirling",
    "curling": "curls, curl, coiling, snaking, ribbons, curlicues",
    "calm":
        "peaceful, quiet, tranquil, placid, serene, relaxed, steady and calm, settled, laminar, unruffled, "
        "gentle and calm, not turbulent, smooth",
    "gentle": "soft, delicate, mild, tender, mellow, feathery, cosy, cozy",
    "violent":
        "brutal, explosive, aggressive, savage, vicious, hard-hitting, powerful, forceful, strong, kicking "
        "hard",
    "long": "long-lasting, prolonged, extended, drawn-out, drawn out",
    "lingering":
        "lingers, hangs, hanging, hangs around, hangs in the air, hanging in the air, stays in the air, "
        "suspended, persistent, slow to clear, slow to settle",
    "detailed": "hero, high res, high-res, close-up detail, extreme close-up, macro detail",
    "draft": "preview, low res, low-res, rough pass",
    # Colours.
    "white":
        "off-white, snow-white, milk white, chalk white, cotton white, ivory, cream, creamy, creamy white",
    "light grey": "light gray, pale grey, pale gray, silver, silvery, pale",
    "grey": "gray, dirty grey, dirty gray, steel grey, steel gray, slate, ashen, mid grey",
    "dark grey": "dark gray, charcoal, charcoal grey, gunmetal, anthracite",
    "black": "pitch black, pitch-black, inky, jet black, jet-black, coal black, tarry, ebony",
    "brown": "earthy, muddy, chocolate, dirty brown, umber, sepia, mud brown",
    "sandy":
        "beige, tan, light tan, khaki, sand coloured, sand-coloured, sand colored, ochre, ocher, buff, "
        "pale dust",
    "red":
        "red-hot, red hot, deep red, dark red, crimson, scarlet, blood red, cherry red, brick red, ruby, "
        "dull red",
    "rust": "rusty, rust red, terracotta, red-brown, reddish brown, rust coloured, laterite",
    "orange": "deep orange, orangey, amber, warm orange, burnt orange",
    "yellow":
        "golden, gold, mustard, straw coloured, straw-coloured, yellow-orange, sulphur, sulfur, sulphurous",
    "green": "toxic green, sickly green, lime, emerald",
    "blue":
        "electric blue, icy blue, cobalt, gas-flame blue, blue-ish, cold blue, blue-white, blue white, "
        "white-blue",
    "purple": "violet, magenta, lilac, mauve",
    "pink": "rose pink, hot pink, salmon",
    "white-hot": "white hot, incandescent white, heated white",
}  # fmt: skip

#: French.
FRENCH: dict[str, str] = {
    "ring": "anneau",
    "line": "ligne",
    "mid-air":
        "en l air, dans les airs, en plein ciel, en plein vol, sans sol, dans le vide, dans l espace, "
        "avant de toucher le sol, sans toucher le sol, n atteignent pas le sol, en apesanteur, apesanteur, "
        "sans gravite",
    "on the ground":
        "au sol, par terre, sur le sol, touche le sol, touchent le sol, sur le pave, sur le bitume, sur le "
        "beton",
    "bouncing": "rebondit, rebondissent, rebondissant, rebond, ricochant",
    "in the middle":
        "au milieu, au centre, plein centre, centre cadre, au centre du cadre, centre, milieu du cadre, au "
        "milieu du cadre, centre image, plein cadre",
    "top of frame":
        "en haut, en haut du cadre, en haut de cadre, haut cadre, haut du cadre, en haut de l image, haut "
        "de l image, haut d image",
    "bottom of frame":
        "en bas, en bas du cadre, bas cadre, bas du cadre, en bas de l image, bas de l image, bas d image",
    "far away": "tres loin, tout au fond, loin derriere",
    "in the distance": "au loin, a l horizon, dans le lointain, lointain",
    "backlit":
        "contre-jour, a contre-jour, contre jour, a contrejour, contrejour, en contre-jour, en contrejour, "
        "soleil derriere, eclaire par derriere, eclaire de derriere, retroeclaire, a rebours",
    "frontal light": "lumiere frontale, eclairage frontal, eclaire de face, lumiere de face",
    "top light": "lumiere zenithale, douche de lumiere, eclaire du dessus, lumiere du dessus",
    "sunset": "coucher de soleil, soleil couchant, crepuscule, soleil rasant, fin de journee",
    "sunrise": "lever de soleil, soleil levant, matin, aube, petit matin, au petit jour, aurore",
    "golden hour": "heure doree, heure magique",
    "overcast": "couvert, ciel couvert, temps gris, ciel gris",
    "noon": "midi, plein midi",
    "night": "nuit, de nuit, la nuit, nocturne, plan de nuit",
    "moonlit": "clair de lune, au clair de lune",
    "sunny": "ensoleille, plein soleil, grand soleil",
    "breeze": "brise, petite brise, petit vent, un peu de vent, leger vent, souffle d air, courant d air",
    "light wind": "vent leger, vent faible, vent doux",
    "wind": "vent, vente, venteux, emporte par le vent, pousse par le vent, porte par le vent",
    "strong wind":
        "vent fort, mistral, grand vent, gros vent, vent violent, vents violents, fort vent, ca souffle "
        "fort, ca souffle, tramontane",
    "storm": "tempete",
    "gusty":
        "rafales, rafale, bourrasque, bourrasques, fortes rafales, vent en rafales, par rafales, par "
        "a-coups",
    "dead calm":
        "sans un souffle, pas un souffle, air immobile, sans un souffle d air, pas un souffle de vent, pas "
        "un souffle d air, pas d air, air mort, sans vent, pas de vent, zero vent, aucun vent, sans aucun "
        "vent, nuit sans vent, immobile, calme plat",
    "steady": "stable, regulier, constant, continu, sans vaciller, bien droite",
    "drifting": "derive, derivant, flottant, flotte, flottent",
    "slow motion": "au ralenti, ralenti, tres ralenti, en slow motion, grande vitesse, camera rapide",
    "looping":
        "boucle, en boucle, a boucler, bouclable, qui boucle, doit boucler, boucle parfaite, boucle sans "
        "couture",
    "motion blur off":
        "sans flou, sans flou de bouge, sans flou de mouvement, pas de flou, pas de flou de bouge, aucun "
        "flou, pas de flou de mouvement, sans file, zero flou, net sans flou",
    "blur": "flou",
    "ground": "sol",
    "splashes": "eclaboussures, eclaboussure",
    "large": "grand, ample, imposant, volumineux, consequent",
    "big": "gros, enorme paquet de",
    "small": "petit, modeste, riquiqui, menu",
    "tall": "haut, eleve, de haute taille",
    "wide": "etale, etendu",
    "narrow": "etroit",
    "short": "court, bref",
    "tiny":
        "minuscule, infime, tout petit, tout petite, toute petite, tout petits, toutes petites, "
        "microscopique, tres petit, rien de bien gros",
    "huge":
        "enorme, immense, gigantesque, geant, colossal, massif, monumental, monstrueux, demesure, "
        "dantesque, tres gros, tres grand, titanesque, apocalyptique",
    "fast":
        "rapide, vite, vif, tres vite, a toute vitesse, a toute allure, a fond, nerveux, en trombe, a vive "
        "allure, precipite, fulgurant, d un coup, soudain, brusque",
    "slow":
        "lent, doucement, tout doucement, paresseux, mollement, nonchalant, indolent, alangui, langoureux, "
        "au pas, presque immobile, quasi immobile, ca bouge presque pas, ca bouge a peine, bouge a peine, "
        "bouge presque pas, ne bouge presque pas, rampant, avec lenteur, sans se presser, en douceur, "
        "derive lente",
    "many":
        "beaucoup, beaucoup de, plein de, plein d, nombreux, en grand nombre, par milliers, par centaines, "
        "partout, des tas de, un tas de, une multitude de, des centaines de, des milliers de, abondant, a "
        "foison, en masse, en quantite, quantite de, enormement de, une foule de, des tonnes de, une tonne "
        "de, un max de, un maximum de, une nuee de, nuee, une myriade de, myriade, innombrable, fourni, "
        "copieux, genereux, y'en a partout, y en a partout, plein le cadre, plein l image, en pagaille, a "
        "gogo, une pluie de, un essaim de, des dizaines de, foisonnant, dense et nombreux, remplit le "
        "cadre",
    "few":
        "quelque, quelques, peu de, un peu de, rare, epars, clairseme, discret, trois fois rien, presque "
        "rien, a peine, un soupcon de, un soupcon, un mince filet de, une poignee de, une poignee, deux ou "
        "trois, deux trois, trois ou quatre, peu nombreux, pas plus, pas beaucoup, pas trop, pas beaucoup "
        "de, pas trop de, tres peu de, tres peu, un chouia, un chouia de, un brin, un brin de, une pointe "
        "de, un rien, un rien de, une touche de, un zeste de, isole, parseme, parcimonieux, avec "
        "parcimonie, subtil, une ou deux, un ou deux, par-ci par-la, ca et la, au compte-gouttes, juste ce "
        "qu il faut, a peine visible, pas grand-chose, faible quantite",
    "bright":
        "lumineux, brillant, eclatant, tres vif, bien vif, flamboyant, intense, etincelant, radieux, ca "
        "doit cramer, surexpose, incandescent",
    "blinding": "aveuglant, eblouissant, crame l expo, cramer l expo",
    "dim":
        "terne, faible, a peine une lueur, peu de lumiere, presque eteint, tamise, blafard, peu lumineux, "
        "blaf, sourd, mourant, a demi eteint, faiblard, tres sombre, pale lueur, peu eclaire, palot, "
        "presque mort, qui s eteint",
    "gentle": "doux, delicat, tranquillou",
    "thick": "epais, consistant, touffu",
    "dense": "dense, opaque, compact, solide, impenetrable, a couper au couteau, bien dense, tres epais",
    "thin": "fin, tenu, mince, diaphane, translucide, transparent, vaporeux, effiloche, maigre",
    "light": "leger",
    "faint": "tres leger, tres fin, un voile, voile, voile leger, fantomatique, imperceptible",
    "turbulent":
        "agite, tumultueux, bouillonnant, turbulent, remue, remuant, mouvemente, houleux, vacillant, "
        "brasse, secoue, en ebullition",
    "chaotic": "dechaine, furieux, chaotique, fou, affole, enrage, sauvage",
    "swirling":
        "tourbillonnant, tourbillons, tourbillon, tourbillonne, tourbillonnent, tournoie, tournoient, "
        "tournoyant, virevolte, virevoltent, virevoltant, en spirale, spirales, tourne, tournent, "
        "tournoyante",
    "curling": "volute, s enroule, s enroulent, serpente",
    "calm": "calme, tranquille, paisible, serein, sage, immuable, pose",
    "violent": "violent, brutal, puissant, agressif, fort",
    "lingering":
        "persistant, stagne, stagnant, reste en suspension, en suspension, ca reste en l air, reste en l "
        "air, qui traine, suspendu, tenace",
    "white": "blanc, blanc casse, laiteux, ivoire, creme",
    "light grey": "gris clair, gris pale, argente, pale",
    "grey": "gris, gris sale, cendre, ardoise",
    "dark grey": "gris fonce, gris sombre, anthracite",
    "black": "noir, noir de suie, charbonneux, noir d encre",
    "brown": "brun, marron, terreux, boueux, chocolat, bistre",
    "sandy": "beige, ocre, ocre clair, couleur sable, kaki",
    "red": "rouge, rougeoyant, rouge sombre, rouge vif, ecarlate, pourpre, vermillon",
    "rust": "rouille, terre cuite, brique, laterite, rouge brique",
    "orange": "orange fonce, orange, roux, ambre, orange sombre, bien orange",
    "yellow": "jaune, dore, jaune d or, soufre, safran",
    "green": "vert, verdatre",
    "blue": "bleu, bleute, bleu-blanc, blanc-bleu, bleu electrique, azur",
    "purple": "violet, mauve, magenta",
    "pink": "rose",
    "white-hot": "chauffe a blanc, chauffee a blanc, blanc incandescent, a blanc",
}  # fmt: skip


@lru_cache(maxsize=1)
def same() -> dict[str, str]:
    """Every phrase with the one that it means; one with a hyphen also without."""
    pairs = {
        phrase: meaning
        for families in (abroad.GERMAN, abroad.SPANISH, ENGLISH, FRENCH)
        for meaning, phrases in families.items()
        for phrase in phrases.split(", ")
        if phrase != meaning
    }
    open_forms = {phrase.replace("-", " "): meaning for phrase, meaning in pairs.items() if "-" in phrase}
    return {**open_forms, **heights(), **pairs}
