//! Every message of every release: made at random, written, validated, read back, equal; and what the writer refuses.
#![allow(clippy::unwrap_used, clippy::panic)]

use bericht::knoop::{Knoop, KnoopInhoud, SchrijfFout, Veld, lees_bericht, schrijf_bericht};
use bericht::willekeurig::{Toeval, Vulling, willekeurig};
use bericht::{Bericht, Domein, Soort, catalogus};
use schema::tree::TreeBuilder;
use schema::{Limits, Message, Release, SchemaSet, validate};

fn elk(set: &SchemaSet, mut doe: impl FnMut(&Release, &Message)) {
    for release in set.releases() {
        release.messages.iter().for_each(|message| doe(release, message));
    }
}

#[test]
fn write_validate_read_equal() {
    let set = catalogus::ingebouwd().unwrap();
    let mut aantal = 0;
    elk(&set, |release, message| {
        let wat = format!("{} {} {}", release.standard, release.release, message.code);
        let vullingen = [(0, 1), (1, 1), (2, 3), (3, 4)].map(|(optioneel, herhaal)| Vulling { optioneel, herhaal });
        for (seed, vulling) in (0..40).zip(vullingen.into_iter().cycle()) {
            let gemaakt =
                willekeurig(release, message, &mut Toeval::new(seed), vulling).unwrap_or_else(|| panic!("{wat}"));
            let bytes = schrijf_bericht(release, message, &gemaakt).unwrap_or_else(|e| panic!("{wat}: {e}"));
            let tekst = std::str::from_utf8(&bytes).unwrap();
            let mut bouwer = TreeBuilder::new();
            let verslag = validate(tekst, &set, &Limits::default(), &mut bouwer);
            assert!(verslag.is_valid() && verslag.well_formed, "{wat}, seed {seed}: {:?}", verslag.findings);
            assert!(std::ptr::eq(verslag.message.unwrap().1, message), "{wat}");
            let boom = bouwer.finish(tekst, release).unwrap();
            assert!(lees_bericht(boom.root(), release, message) == gemaakt, "{wat}, seed {seed} reads back otherwise");
            // The views of the rules read it too.
            let (domein, soort) = (Domein::parse(&release.standard).unwrap(), Soort::parse(&message.code).unwrap());
            Bericht::lees(&boom, domein, soort).unwrap_or_else(|e| panic!("{wat}, seed {seed}: {e}"));
            aantal += 1;
        }
    });
    assert_eq!(aantal, 48 * 40);
}

/// The first element with this name, below `knoop`.
fn zoek<'k>(knoop: &'k mut Knoop, naam: &str) -> Option<&'k mut Knoop> {
    if knoop.naam == naam {
        return Some(knoop);
    }
    match &mut knoop.inhoud {
        KnoopInhoud::Kinderen(kinderen) => kinderen.iter_mut().find_map(|kind| zoek(kind, naam)),
        KnoopInhoud::Veld(_) => None,
    }
}

#[test]
fn the_writer_refuses_what_the_schema_does_not_allow() {
    let set = catalogus::ingebouwd().unwrap();
    let release = set.release("ijw", "3.2").unwrap();
    let message = release.message("305").unwrap();
    let goed = willekeurig(release, message, &mut Toeval::new(7), Vulling::default()).unwrap();
    let na = |wijzig: &dyn Fn(&mut Knoop)| {
        let mut bericht = goed.clone();
        wijzig(&mut bericht);
        schrijf_bericht(release, message, &bericht)
    };
    let header = "/Bericht/Header".to_owned();
    let kinderen = |knoop: &mut Knoop, doe: &dyn Fn(&mut Vec<Knoop>)| match &mut knoop.inhoud {
        KnoopInhoud::Kinderen(kinderen) => doe(kinderen),
        KnoopInhoud::Veld(_) => panic!("a value"),
    };
    assert!(na(&|_| {}).is_ok());
    let vreemd = na(&|b| kinderen(zoek(b, "Header").unwrap(), &|k| k.push(Knoop::tekst("Vreemd", "x"))));
    assert_eq!(vreemd, Err(SchrijfFout::Onbekend { pad: header.clone(), element: "Vreemd".to_owned() }));
    let dubbel = na(&|b| kinderen(zoek(b, "Header").unwrap(), &|k| k.push(Knoop::tekst("Afzender", "99990001"))));
    assert!(matches!(dubbel, Err(SchrijfFout::Aantal { aantal: 2, .. })));
    let zonder = na(&|b| kinderen(zoek(b, "Header").unwrap(), &|k| k.retain(|kind| kind.naam != "Afzender")));
    assert!(matches!(zonder, Err(SchrijfFout::Aantal { aantal: 0, .. })));
    let waarde = na(&|b| *zoek(b, "Afzender").unwrap() = Knoop::tekst("Afzender", "9999"));
    assert_eq!(waarde, Err(SchrijfFout::Waarde { pad: format!("{header}/Afzender") }));
    let getal = |inhoud| Knoop { naam: "BerichtVersie".to_owned(), inhoud: KnoopInhoud::Veld(inhoud) };
    for veld in [Veld::Tekst("3".to_owned()), Veld::Getal(4)] {
        let fout = na(&|b| *zoek(b, "BerichtVersie").unwrap() = getal(veld.clone()));
        assert_eq!(fout, Err(SchrijfFout::Waarde { pad: format!("{header}/BerichtVersie") }));
    }
    let plat = na(&|b| *zoek(b, "XsdVersie").unwrap() = Knoop::tekst("XsdVersie", "1.0.0"));
    assert!(matches!(plat, Err(SchrijfFout::Soort { verwacht: "elements", .. })));
    let diep = na(&|b| *zoek(b, "Bsn").unwrap() = Knoop::met("Bsn", Vec::new()));
    assert!(matches!(diep, Err(SchrijfFout::Soort { verwacht: "a value", .. })));
    // The order of the input is of no matter.
    let omgekeerd = na(&|b| kinderen(zoek(b, "Header").unwrap(), &|k| k.reverse()));
    assert_eq!(omgekeerd, na(&|_| {}));
    assert!(!format!("{goed:?}").contains("9999"), "values are not printed");
}
