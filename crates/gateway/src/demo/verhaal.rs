//! The story: who sends what through which door.

/// Reference date of the story, so that it is the same every day.
pub const PEILDATUM: &str = "2026-06-15";
/// The gemeente that the daemon acts for.
pub const GEMEENTE: &str = "0363";
/// A gemeente that it acts for too, which buys under the contract of the story.
pub const GEMEENTE_GV21: &str = "0402";
/// That contract, as it is written out: 02A03 is € 57,51 per uur and € 0,96 per minuut.
pub const CONTRACT: &str = include_str!("../../../../fixtures/contracten/gv21.toml");
/// The aanbieder elsewhere.
pub const AANBIEDER: &str = "99990001";

/// How a message comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deur {
    /// `POST /v1/berichten`.
    Http,
    /// A file in the folder of the party.
    Map,
    /// VSP Push V1, from the keten.
    Push,
}

/// One message of the story.
pub struct Stap {
    pub naam: &'static str,
    pub bericht: &'static str,
    pub deur: Deur,
    pub wat: &'static str,
}

macro_rules! verhaal {
    ($($naam:literal $deur:ident $wat:literal),+ $(,)?) => {
        [$(Stap {
            naam: $naam,
            bericht: include_str!(concat!("../../../../fixtures/demo/", $naam, ".xml")),
            deur: Deur::$deur,
            wat: $wat,
        }),+]
    };
}

pub const VERHAAL: [Stap; 14] = verhaal! {
    "01-wmo-301" Http "de gemeente wijst een Wmo-cliënt 4 uur per week toe",
    "02-jeugd-301" Map "een jeugdige krijgt 180 minuten per week en een budget",
    "03-wmo-305" Http "de aanbieder meldt de start van de Wmo-ondersteuning",
    "04-jeugd-305" Map "en de start van de jeugdhulp",
    "05-wmo-323" Push "declaratie over mei, Wmo",
    "06-jeugd-323" Http "declaratie over mei, jeugd",
    "07-jeugd-323-fout" Push "vier regels, van elk is er iets mis",
    "08-wmo-323-fout" Map "het totaal klopt niet met de regel",
    "09-wmo-323-credit" Http "mei teruggenomen en verbeterd ingediend",
    "10-wmo-307" Push "de Wmo-ondersteuning is gestopt",
    "11-jeugd-307-fout" Http "een stop met een andere begindatum dan de start",
    "12-wmo-323-dubbel" Http "het bestand van stap 5 komt nog eens binnen",
    "13-gv21-301" Http "Hilversum wijst begeleiding toe, onder het contract gv21",
    "14-gv21-323" Http "drie maanden van 500 minuten, jaren te laat ingediend",
};
