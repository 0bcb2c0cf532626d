//! A 301 and 323 with as many products as a test wants, made from the messages of `fixtures/berichten`.

use std::fmt::Write as _;

use super::wortel;

fn basis(naam: &str) -> String {
    std::fs::read_to_string(wortel().join("fixtures/berichten").join(format!("{naam}.xml"))).expect("a message")
}

/// The text before, of, and after the first element with a name, its tags included.
fn rond<'t>(tekst: &'t str, naam: &str) -> (&'t str, &'t str, &'t str) {
    let (begin, eind) = (format!("<{naam}>"), format!("</{naam}>"));
    let van = tekst.find(&begin).expect("a begin tag");
    let tot = tekst[van..].find(&eind).expect("an end tag") + van + eind.len();
    (&tekst[..van], &tekst[van..tot], &tekst[tot..])
}

fn zet(tekst: &str, naam: &str, waarde: &str) -> String {
    let (voor, _, na) = rond(tekst, naam);
    format!("{voor}<{naam}>{waarde}</{naam}>{na}")
}

/// ToewijzingNummer of a product: 50P01 is 7001.
fn nummer(code: &str) -> String {
    format!("70{}", &code[3..])
}

/// A 301 with a toewijzing per product; with an end it is one that was changed.
pub fn toewijzing(identificatie: &str, datum: &str, eind: Option<&str>, codes: &[&str]) -> String {
    let tekst = zet(&basis("ijw-301"), "ijw:Identificatie", identificatie);
    let tekst = zet(&tekst, "ijw:Dagtekening", datum);
    let (voor, product, na) = rond(&tekst, "ToegewezenProduct");
    let mut uit = voor.to_owned();
    for code in codes {
        let mut deel = zet(product, "ToewijzingNummer", &nummer(code));
        deel = zet(&deel, "ijw:Code", code);
        deel = zet(&deel, "Toewijzingsdatum", datum);
        if let Some(eind) = eind {
            deel = zet(&deel, "Einddatum", eind);
            deel = deel.replace("</Einddatum>", "</Einddatum><RedenWijziging>05</RedenWijziging>");
        }
        uit.push_str(&deel);
    }
    uit + na
}

/// A 323 over a month with a line per product: code, ProductTarief and IngediendBedrag in eurocent, of ten dagdelen. The
/// references are those of the declaratie with a number.
pub fn declaratie(naam: &str, maand: &str, regels: &[(&str, i64, i64)]) -> String {
    let lijnen: Vec<_> = regels.iter().map(|(code, tarief, cent)| (*code, *tarief, *cent, None)).collect();
    declaratie_met(naam, (maand, maand), &lijnen)
}

/// As [`declaratie`], over a month and about products of another, each line with the reference that it takes back, if it is
/// a credit.
pub fn declaratie_met(naam: &str, (maand, product): (&str, &str), regels: &[(&str, i64, i64, Option<&str>)]) -> String {
    let dagen = |maand: &str| {
        let laatste = if maand.ends_with("04") || maand.ends_with("06") { "30" } else { "31" };
        (format!("{maand}-01"), format!("{maand}-{laatste}"))
    };
    let mut tekst = basis("ijw-323");
    for (naam, maand) in [("DeclaratiePeriode", maand), ("ProductPeriode", product)] {
        let (begin, eind) = dagen(maand);
        let periode = format!("<ijw:Begindatum>{begin}</ijw:Begindatum><ijw:Einddatum>{eind}</ijw:Einddatum>");
        tekst = zet(&tekst, naam, &periode);
    }
    tekst = zet(&tekst, "ijw:Identificatie", naam);
    tekst = zet(&tekst, "DeclaratieNummer", &format!("N{naam}"));
    let totaal: i64 = regels.iter().map(|(_, _, cent, vorige)| if vorige.is_some() { -cent } else { *cent }).sum();
    tekst = zet(&tekst, "ijw:TotaalBedrag", &totaal.abs().to_string());
    tekst = zet(&tekst, "ijw:DebetCredit", if totaal < 0 { "C" } else { "D" });
    let (voor, prestatie, na) = rond(&tekst, "Prestatie");
    let mut uit = voor.to_owned();
    for (plaats, (code, tarief, cent, vorige)) in (1..).zip(regels) {
        let mut referentie = String::new();
        let _ = write!(referentie, "{naam}-{plaats}");
        let mut deel = zet(prestatie, "ijw:ReferentieNummer", &referentie);
        if let Some(vorige) = vorige {
            let erbij =
                format!("</ijw:ReferentieNummer><ijw:VorigReferentieNummer>{vorige}</ijw:VorigReferentieNummer>");
            deel = deel.replace("</ijw:ReferentieNummer>", &erbij);
            deel = zet(&deel, "ijw:DebetCredit", "C");
        }
        deel = zet(&deel, "ToewijzingNummer", &nummer(code));
        deel = zet(&deel, "ProductCode", code);
        deel = zet(&deel, "ProductTarief", &tarief.to_string());
        uit.push_str(&zet(&deel, "ijw:Bedrag", &cent.to_string()));
    }
    uit + na
}

/// The 305 of the first product, or the 307 with another end and reason.
pub fn regie(naam: &str, zetten: &[(&str, &str)]) -> String {
    zetten.iter().fold(basis(naam), |tekst, (element, waarde)| zet(&tekst, element, waarde))
}
