"""Words of scenes and causes by what they stand for, in English, French, German and Spanish. Data only.

A table of likeness learns that a firearm goes with a muzzle flash from `rifle` and knows it of `fusil` and
`carbine` too. Words stand in lower case without accents; `*` behind one is the beginning of a word. A word
stands for one thing here; where it means several, for that which a shot would hold.
"""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    # Weapons and what they do.
    "firearm":
        "gun rifle pistol shotgun revolver musket carbine handgun sidearm machine-gun machinegun uzi "
        "ak-47 ak m16 m4 glock colt winchester sten gatling luger derringer flintlock snub blunderbuss "
        "weapon guns smg fusil pistolet mitraillette carabine mousquet flingue calibre arme kalachnikov "
        "tromblon mitrailleuse gewehr pistole flinte maschinengewehr waffe escopeta pistola "
        "ametralladora arma",
    "barrel": "barrel muzzle canon bouche lauf mundung",
    "shooting":
        "shoot* fires firing fired trigger volley salvo squeezes gunfire gunshot gunfight shootout "
        "shooter sniper gunman marksman duel blanks blank tir tire tirent tireur detente rafale salve "
        "fusillade canarde degaine duelliste schuss schiesst schutze feuert abzug disparo dispara "
        "tirador gatillo",
    "round":
        "bullet slug round ricochet pellet buckshot squib balle plomb cartouche projectile kugel bala",
    "cannon":
        "cannon artillery howitzer mortar shell shelling shells barrage bombardment obus artillerie "
        "mortier canonnade bombardement granate geschutz kanone canon mortero",
    "bomb":
        "bomb grenade mine dynamite c4 tnt detonat* charge charges explosive explosives warhead missile "
        "torpedo timer fuse bombe detonateur explosif ogive torpille minuterie meche plastic semtex ied "
        "bomba granada dinamita sprengsatz sprengstoff zunder landmine booby bazooka rpg rocket roquette",
    "blow up":
        "explode* explosion exploded detonates blast blows blew kaboom boom erupts sky-high saute "
        "sautent explosent explose pulverise deflagration detonation explodiert explota estalla vuela "
        "hochgeht obliterate* vaporise* vaporize*",
    "fuel":
        "petrol gasoline gas fuel diesel kerosene propane butane tanker oil petroleum essence gazole "
        "citerne carburant petrole benzin tank tankwagen gasolina combustible butano bonbonne refinery "
        "raffinerie depot jerrycan jerrican bidon pipeline",
    "switch":
        "switch button detonator plunger presses press lever interrupteur bouton appuie schalter knopf "
        "boton interruptor pulsa",
    "gone":
        "gone vanish* disappear* destroyed flattened levelled annihilat* disparait disparu raye detruit* "
        "rase weg zerstort desaparece destruid*",
    # Fire.
    "burning":
        "burn* ablaze alight aflame blaze blazes blazing engulf* inferno combust* scorch* arson ignit* "
        "kindl* flame* flaming lit torched incendi* brul* embras* flamb* enflamm* feu foyer brasier "
        "crame* brennt brennen feuer flammen brand arde arden ardiendo llamas fuego quema*",
    "catch fire":
        "catch catches caught ignites spreads licks lick licking lechent leche propage gagne prend "
        "entzundet prende",
    "match": "match matches lighter zippo briquet allumette feuerzeug streichholz mechero cerilla",
    "smoulder":
        "smoulder* smolder* fume* fuming smok* burnt charred singed stub stubs couve fument fumant "
        "fumante carbonise* consume calcine* schwelt verkohlt raucht humea humeante carbonizad*",
    "tobacco":
        "cigarette cigar pipe ashtray tobacco smoker vape vaping hookah roll-up fag joint clope cigare "
        "megot cendrier tabac fumeur vapote vapoteuse chicha narguile zigarette zigarre pfeife "
        "aschenbecher cigarrillo cigarro puro cenicero pipa cachimba",
    "burnt food":
        "toast toaster overcooked burnt roast roti grille-pain popcorn frying pan skillet poele oven "
        "four carbonized charbon tostada tostador sarten ofen pfanne braten alarm alarme",
    "chimney":
        "chimney stack smokestack flue funnel chimneys cheminee cheminees schornstein kamin chimenea",
    "exhaust":
        "exhaust tailpipe engine bonnet hood radiator motor moteur echappement capot auspuff motorhaube "
        "escape capo radiador radiateur",
    "incense": "incense joss censer thurible encens encensoir weihrauch incienso",
    "flare": "flare fumigene smoke-grenade flare-gun smokebomb bengala bengale",
    "hearth":
        "campfire bonfire firepit fire-pit firewood logs log sticks kindling driftwood tinder woodpile "
        "hearth fireplace brazier buches buche rondins branches fagot brindilles bivouac lagerfeuer "
        "holzscheite hoguera lena fogata leno brasero",
    "camping":
        "camp camping scouts scout campers camper hikers hiker cowboys marshmallow* tent tents cowboy "
        "trappers nomads bivouac campement randonneurs guimauve* tente tentes pfadfinder zelt wanderer "
        "campistas tienda excursionistas guitar guitare bedroll blankets",
    "gather":
        "around sit sits sitting circle gathered huddle* warm warms warming hands autour assis cercle "
        "rechauff* mains blottis sitzen herum warmen sentados alrededor calientan singing songs stories",
    "handheld flame":
        "torch torches brand firebrand flambeau flambeaux torche fackel fackeln antorcha antorchas tea "
        "sconce bracket cresset torchbearer bearers porteur porteurs pitch poix resine tallow rag etoupe "
        "chiffon pech trapo brea",
    "dungeon":
        "dungeon crypt cave cavern catacomb* tunnel corridor cellar passage cell cells vault tomb crypte "
        "grotte caverne cachot souterrain* couloir caveau tombeau oubliette verlies hohle gruft keller "
        "gang mazmorra cripta cueva tunel sotano castle chateau burg castillo medieval pyramid pyramide",
    "mob":
        "mob villagers pitchforks procession peasants lynch monks guards sentries villageois fourches "
        "paysans moines gardes cortege dorfbewohner bauern monche wachen aldeanos campesinos monjes "
        "guardias",
    "held high":
        "aloft raised held holding hand fist carries carrying brandish* poing brandit tenue tient levee "
        "bras hochgehalten faust mano puno alto",
    "glowing bits":
        "ember* cinder* glowing glow coals coal sparkle flecks fleck floating braise* escarbille* "
        "flammeche* rougeoy* incandescent* glut funkenflug ascua* pavesa* rescoldo brasas",
    "dying fire":
        "dying kicks kicked stirs stirred pokes poked poker rakes remue tisonnier attise ravive crumbles "
        "stocher* atiza remueve leftover dies settle settles",
    # Sparks.
    "grinder":
        "grinder grinding grind welder welding weld welds plasma-cutter lathe saw sawing chainsaw "
        "blacksmith anvil forge hammer meuleuse soudeur soudure soude disqueuse tronconneuse forgeron "
        "enclume marteau schleift schweiss* schmied amboss flex amoladora soldador soldadura herrero "
        "yunque knife-grinder remouleur",
    "electric":
        "electric* wire wires cable cables short shorts short-circuit circuit fuse-box socket plug "
        "transformer pylon voltage breaker console panel electrique* fil fils court-circuit prise "
        "transformateur tension disjoncteur tableau catenaire kabel kurzschluss strom stromkasten "
        "cortocircuito enchufe overhead trolley tram pantograph",
    "metal":
        "metal steel iron rail rails blade sword swords armour armor chain chains hull rims rim bumper "
        "sheet undercarriage acier fer lame epee epees armure chaine jante jantes tole metall stahl "
        "eisen schwert schiene acero hierro espada cadena llanta keel skates crampon",
    "scrape":
        "scrape* scrapes grate grinds drag drags dragging dragged screech* clash* clang strikes strike "
        "frotte racle raclent heurt* frappe entrechoqu* traine kratzt schleift schlagt roza arrastra "
        "choca golpea",
    "firework":
        "firework fireworks sparkler pinwheel roman-candle feu-dartifice petard cierge feuerwerk "
        "wunderkerze bengala cohete petardo",
    # Debris.
    "breaking":
        "break* broke broken shatter* smash* crash* crack* splinter* collaps* crumbl* topple* cave caves "
        "bursts burst snap snaps splits ripped torn tear tears gives falls-apart demolish* "
        "casse* bris* fracass* effondr* ecroul* cede cedent craque eclate eclatent defonc* enfonc* "
        "arrach* demoli* eventr* dechir* bricht zerbricht zersplittert sturzt einsturz* zerschmettert "
        "rompe rompen quiebra estrella derrumba* hundirse destroza* revienta",
    "building part":
        "wall walls ceiling roof window windows door doors gate fence floorboards balcony balustrade "
        "staircase facade parapet column columns pillar arch beam beams rafters mur murs plafond toit "
        "fenetre fenetres porte portail cloture plancher balcon escalier colonne pilier arche poutre "
        "poutres wand mauer decke dach fenster tur tor zaun balkon saule balken pared techo tejado "
        "ventana puerta valla columna viga",
    "masonry":
        "brick bricks concrete rubble stone stones plaster mortar tile tiles slate gravats brique* beton "
        "pierre pierres platre crepi tuile* ardoise* parpaing* moellon ziegel putz stein steine schutt "
        "ladrillo* hormigon escombro* yeso teja* piedra*",
    "glass":
        "glass windscreen windshield vase bottle bottles mirror pane crystal chandelier verre vitre "
        "vitres vitrine pare-brise bouteille miroir lustre glas scheibe flasche spiegel vidrio cristal "
        "cristales botella espejo",
    "wood":
        "wood wooden plank planks timber crate crates pallet splinters furniture chair table shelf bois "
        "planche planches caisse caisses palette echarde* meuble* chaise etagere holz brett bretter "
        "kiste stuhl madera tabla* caja* astilla* silla",
    "pieces":
        "debris pieces bits chunk* fragment* shard* shrapnel scraps lumps morceau* eclats bouts tessons "
        "trummer splitter brocken scherben stucke trozo* pedazo* fragmento* restos anicos",
    "ram":
        "ram battering bulldozer wrecking sledgehammer axe kick kicks ploughs barges belier masse hache "
        "pulldozer boule rammbock abrissbirne axt ariete hacha bola through travers",
    # Dust.
    "bullet strike":
        "impact impacts hit hits strikes thud lands landing slams slam stomp* stamp footfall pounds "
        "drops dropped atterrit retombe pietine ecrase* lache tombe frappe einschlag* aufprall trifft "
        "impacto golpe cae aterriza pisoton misses rate manque",
    "dust":
        "dust dusty sand sandy grit dirt soil earth powder powdery chalk flour cement poussiere* sable "
        "terre poudre craie farine ciment platre staub erde mehl puder zement polvo arena tierra harina "
        "polvareda",
    "hoofed":
        "horse horses hoof hooves hoofbeats cattle herd buffalo bison camel camels cavalry rider riders "
        "horseman horsemen stampede gallop* wagon stagecoach mule donkey sheep goats zebra* wildebeest "
        "elephants cheval chevaux sabot sabots troupeau bisons chameau chameaux cavaliers cavalier galop "
        "diligence charrette mulet ane moutons pferd pferde reiter herde galopp kutsche hufe caballo* "
        "jinete* manada rebano galope diligencia carreta cascos",
    "wheels":
        "wheel wheels tyre tyres tire tires spin spins spinning skid skids rally buggy jeep quad "
        "motocross dirt-bike convoy truck trucks pickup suv lorry bike atv roue roues pneu pneus derap* "
        "patine patinent rallye convoi camion camions moto motos 4x4 reifen rader schleudert lkw konvoi "
        "rueda* neumatico* derrapa tractor tracteur harvester moissonneuse traktor cosechadora",
    "dry ground":
        "desert dune dunes arid track trail gravel unpaved dirt-road savanna* prairie steppe outback "
        "canyon mesa riverbed plain sahara arena quarry piste gravier desertique aride sec seche chemin "
        "carriere wuste schotter feldweg desierto grava camino pista llanura seco seca cantera",
    "beat cloth":
        "carpet rug mattress curtain cloth sheet broom sweep* beats shakes beating shake pat pats brush* "
        "attic loft tapis matelas balai balaie bat battre secoue epoussette grenier drap teppich besen "
        "fegt klopft dachboden alfombra escoba barre sacude desvan colchon bookcase",
    "light beam":
        "beam beams shaft shafts ray rays projector spotlight headlights torchlight sunbeam god-rays "
        "motes mote rayon rayons faisceau projecteur phares lichtstrahl lichtkegel scheinwerfer haz foco "
        "faros",
    "helicopter":
        "helicopter chopper rotor rotors downwash helo helicoptere pale pales hubschrauber helicoptero "
        "aspas",
    # Steam and breath.
    "hot drink":
        "tea coffee cup mug teacup cocoa latte espresso soup broth ramen noodles stew porridge rice "
        "pasta dumplings teapot the cafe tasse soupe bouillon potage nouilles riz pates tisane chocolat "
        "tee kaffee suppe nudeln te taza sopa caldo fideos arroz",
    "boiling":
        "boil* kettle pot saucepan simmer* cauldron stove hob lid cooker bouill* marmite casserole "
        "cocotte couvercle chaudron cuisiniere kocht kessel topf deckel herd hierve olla tetera caldera "
        "cazuela tapa pressure-cooker ladle served serving plate fresh-baked",
    "bath":
        "shower bath bathroom sauna hammam hot-tub jacuzzi onsen spa tub douche bain baignoire dusche "
        "bad ducha bano banera hot-spring spring springs geyser geysers fumarole bathhouse",
    "vent pipe":
        "pipe pipes valve boiler manhole grate vent sewer grating leak leaks hiss* whistle piston "
        "locomotive conduite conduites tuyau soupape chaudiere egout egouts grille siffle sifflet rohr "
        "ventil gully kanaldeckel dampf* lok tuberia valvula alcantarilla locomotora caldera press "
        "ironing laundry pressing repassage bugelt plancha",
    "breath":
        "breath breathe* exhale* exhales panting snort* nostrils haleine souffle expire respire "
        "respiration naseaux buee atem atmet haucht aliento respira exhala vaho",
    "quench":
        "quench* plunge* dips bucket trough red-hot trempe* plonge seau loscht eimer taucht sumerge cubo",
    "vapour": "steam* vapour vapor vapeur buee dampf evaporat* condensation",
    "cold":
        "cold freezing frost frosty icy ice chill minus frozen winter january december zero froid gel "
        "givre glacial gele hiver janvier decembre kalt eis eisig frio helado hielo invierno below",
    # Weather.
    "falling water":
        "rain* drizzle downpour pour* deluge wet pluie pleut bruine averse* crachin giboulee regen* "
        "nieselregen lluvia llueve llovizna chaparron aguacero bucket* tipping pelting pissing cats "
        "monsoon mousson drop drops droplets goutte gouttes tropfen gota gotas",
    "rain gear":
        "umbrella* raincoat wipers gutter gutters puddle* soaked drenched brolly poncho wellies galoshes "
        "dripping drips downspout parapluie* impermeable essuie-glace* gouttiere* flaque* trempe trempes "
        "detrempe* cire bottes degouline regenschirm* scheibenwischer rinne pfutze* durchnasst paraguas "
        "limpiaparabrisas charco* empapad* canalon shelter porch awning porche auvent abri",
    "falling flakes":
        "snow* flake flakes flurry flurries blizzard sleet neige neigeux flocon* poudreuse schnee* "
        "flocke* schneesturm nieve nieva copo* ventisca nevada whiteout",
    "winter scene":
        "christmas xmas santa sledge sled sleigh ski skis skier slope snowman reindeer fir pines mittens "
        "scarf alps arctic pole igloo carol noel traineau luge skieur sapin sapins bonhomme alpes "
        "montagne weihnacht* schlitten piste tannen nikolaus navidad trineo esqui abeto* siberia siberie "
        "lapland laponie north-pole husky huskies",
    "white cover":
        "settle settling settles blanket covers covered muffled hush silent recouvre recouvert ensevel* "
        "silence ouate bedeckt lautlos cubre cubierto silencio manteau tapisse",
    "thick air":
        "fog* foggy smog murk pea-souper haar haze brouillard nebel* dunst niebla calima brumeux bruma",
    "hidden":
        "hide* hidden lose loses lost swallow* vanishes fade fades veil veiled outlines silhouette* "
        "obscure* invisible perd perdent cache* cachez avale* engloutit devine estomp* disparaitre noyer "
        "noye silhouette contours verschwind* verschluckt umrisse schemen oculta pierde traga difumina* "
        "siluetas desdibuja*",
    "distance":
        "skyline horizon beyond background depth visibility see-through ridge opposite au-dela fond "
        "visibilite profondeur dahinter sicht hintergrund horizonte fondo visibilidad",
    "sea place":
        "harbour harbor port quay pier lighthouse foghorn ship bay docks coast london thames "
        "san-francisco moor moors marsh quai jetee phare corne bateau cote lande hafen leuchtturm kuste "
        "puerto faro muelle costa paramo moorland bretagne brittany scotland ecosse highlands",
    "autumn":
        "autumn november october automne novembre octobre toussaint herbst otono noviembre octubre",
    "low vapour": "mist misty brume brumes bodennebel neblina nappe nappes dry-ice trockeneis",
    "low ground":
        "ankle* ankles knee* feet floor crawling creeping creep ground-level hugging low-lying hollow "
        "hollows valley cheville* genou* pieds ras rampe rasante rasant vallon creux knochel* boden "
        "bodennah tobillo* suelo rastrero",
    "water surface":
        "lake pond river stream swamp paddy bog reservoir canal meadow field fields clearing etang lac "
        "riviere marais mare riziere pre clairiere see teich fluss sumpf wiese lichtung lago estanque "
        "rio pantano prado claro loch fjord",
    "graveyard":
        "graveyard cemetery graves headstones tombstones churchyard witch witches vampire druid* ritual "
        "haunted cimetiere tombes stele sorciere* rituel hante friedhof graber hexe* cementerio tumbas "
        "bruja*",
    "dawn":
        "dawn sunrise morning daybreak aube matin aurore morgen dammerung morgengrauen amanecer manana "
        "alba",
    # What is none of it.
    "plate work":
        "plate shot grade grading grain key roto track stabilis* denois* crop edit frames timeline "
        "export take takes plaque plan rushes etalonn* montage raccord platte schnitt plano montaje",
    "person":
        "actor actress make-up makeup wig beard hair face wrinkles eyes skin costume dress acteur "
        "actrice comedien* maquillage perruque barbe cheveux visage rides yeux peau robe schauspieler* "
        "gesicht haare kleid actriz cara pelo arrugas vestido peluca",
    "animal":
        "wolf dog cat bird birds dragon dinosaur snake fish whale stag deer spider lion bear crow eagle "
        "loup chien chat oiseau oiseaux dinosaure serpent poisson baleine cerf biche araignee ours "
        "corbeau aigle hund vogel drache fisch perro pajaro pez ciervo",
    "crowd":
        "crowd extras soldiers audience people army figurants foule soldats public armee menge komparsen "
        "soldaten multitud soldados publico",
    "sea":
        "wave waves ocean surf tide splash waterfall fountain flood vague vagues cascade fontaine "
        "inondation maree welle wellen wasserfall brunnen ola olas cascada fuente",
    "screen":
        "screen phone monitor logo title subtitle text caption ecran telephone titre texte bildschirm "
        "titel pantalla titulo texto",
    "sky":
        "sky cloud clouds moon stars sun lightning rainbow ciel nuage nuages lune etoiles soleil eclair "
        "foudre himmel wolke wolken mond sterne blitz cielo nube nubes luna estrellas rayo",
    "spacecraft":
        "spaceship ufo starship alien robot hologram laser vaisseau ovni extraterrestre hologramme "
        "raumschiff nave",
    "vegetation":
        "leaves leaf petals confetti feather feathers flowers grass feuilles petales confettis plumes "
        "fleurs herbe blatter konfetti hojas petalos confeti",
}  # fmt: skip

__all__ = ["CONCEPTS"]
