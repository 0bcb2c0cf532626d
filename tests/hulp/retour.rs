//! What every retour must be, whatever the message: checked on the text, apart from the writer under test.

use super::poort::uniek;
use super::xml::Element;

/// Classes that get RetourCodes when a body of 302 to 320 comes back.
const KLASSEN: [&str; 13] = [
    "Client",
    "Relatie",
    "Contact",
    "ToegewezenProduct",
    "StartProduct",
    "StopProduct",
    "AangevraagdProduct",
    "Verzoek",
    "OngewijzigdProduct",
    "TeWijzigenProduct",
    "NieuwProduct",
    "Antwoord",
    "Woonplaatsbeginsel",
];

/// A class of a retour with its codes. The number is that of the heenbericht, when the class occurs there more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Klasse {
    /// E.g. `Prestatie[2]`.
    pub naam: String,
    /// Codes in order.
    pub codes: Vec<String>,
}

/// Every class with its codes, in document order; `?` for a class that the heenbericht does not have.
pub fn klassen(heen: &str, retour: &str) -> Vec<Klasse> {
    let (heen, retour) = (Element::lees(heen), Element::lees(retour));
    let mut klassen = Vec::new();
    let mut gezien: Vec<(String, usize)> = Vec::new();
    retour.bezoek(&mut |element| {
        let Some(codes) = codes(element) else { return };
        let naam = element.lokaal().to_owned();
        let vanaf = gezien.iter().rev().find(|(n, _)| *n == naam).map_or(0, |(_, index)| index + 1);
        let broers = heen.alle(&naam);
        let gevonden = (vanaf..broers.len()).find(|i| zelfde(broers[*i], element));
        if let Some(index) = gevonden {
            gezien.push((naam.clone(), index));
        }
        let nummer = match gevonden {
            Some(index) if broers.len() > 1 => format!("[{}]", index + 1),
            None if !matches!(naam.as_str(), "Header" | "DeclaratieAntwoord") => "?".to_owned(),
            _ => String::new(),
        };
        klassen.push(Klasse { naam: naam + &nummer, codes });
    });
    klassen
}

/// Codes of a class; `None` when it carries none.
fn codes(element: &Element) -> Option<Vec<String>> {
    let codes = element.kind("RetourCodes")?;
    Some(codes.kinderen.iter().map(|c| c.tekst.clone()).collect())
}

/// Whether a class of the retour is this one of the heenbericht. A 325 and a 304 hold a part of a Client only, and a 304 puts
/// amounts in a Prestatie.
fn zelfde(heen: &Element, terug: &Element) -> bool {
    let deel = heen.kind("Prestaties").is_some();
    let kaal = |e: &Element| e.kaal("RetourCodes").kaal("ToegekendeBedragPrestatie");
    if deel { heen.kind("Bsn") == terug.kind("Bsn") } else { kaal(heen) == kaal(terug) }
}

/// What is wrong with a retour; empty when it obeys every rule of its own kind.
pub fn gebreken(heen: &str, retour: &str, uitkomst: &str, peildatum: &str) -> Vec<String> {
    let mut fout = Fouten::default();
    for klasse in klassen(heen, retour) {
        fout.als(klasse.naam.ends_with('?'), &format!("{} is not as in the message", klasse.naam));
        fout.als(klasse.codes.is_empty(), &format!("{} has an empty RetourCodes", klasse.naam));
        let aantal = klasse.codes.len();
        fout.als(uniek(klasse.codes.iter().cloned()).len() != aantal, &format!("{} repeats a code", klasse.naam));
        let alleen = klasse.codes.iter().any(|c| matches!(c.as_str(), "0200" | "0233" | "8001"));
        fout.als(alleen && aantal > 1, &format!("{} has 0200, 0233 or 8001 beside another code", klasse.naam));
    }
    let (heen, retour) = (Element::lees(heen), Element::lees(retour));
    retour.bezoek(&mut |e| {
        let plaats = e.kinderen.iter().position(|k| k.lokaal() == "RetourCodes");
        fout.als(plaats.is_some_and(|p| p + 1 != e.kinderen.len()), &format!("RetourCodes is not last in {}", e.naam));
    });
    if retour.op("RetourBedragen").is_some() {
        kop_304(&heen, &retour, peildatum, &mut fout);
        lichaam_304(&heen, &retour, uitkomst, &mut fout);
    } else if retour.op("DeclaratieIdentificatie").is_some() {
        kop_325(&heen, &retour, peildatum, &mut fout);
        lichaam_325(&heen, &retour, uitkomst, &mut fout);
    } else {
        kop(&heen, &retour, peildatum, &mut fout);
        lichaam(&heen, &retour, uitkomst, &mut fout);
    }
    fout.0
}

#[derive(Default)]
struct Fouten(Vec<String>);

impl Fouten {
    fn als(&mut self, fout: bool, tekst: &str) {
        if fout {
            self.0.push(format!("retour: {tekst}"));
        }
    }

    /// The same values at two places.
    fn gelijk(&mut self, heen: &Element, van: &str, retour: &Element, naar: &str) {
        let inhoud = |e: &Element, pad| e.op(pad).map(|e| e.kaal("").kinderen).unwrap_or_default();
        let gelijk = heen.waarde(van).trim() == retour.waarde(naar).trim() && inhoud(heen, van) == inhoud(retour, naar);
        self.als(!gelijk, &format!("{naar} is not {van} of the message"));
    }
}

fn kop(heen: &Element, retour: &Element, peildatum: &str, fout: &mut Fouten) {
    for pad in ["Afzender", "Ontvanger", "BerichtVersie", "BerichtSubversie", "BerichtIdentificatie", "XsdVersie"] {
        let pad = format!("Header/{pad}");
        fout.gelijk(heen, &pad, retour, &pad);
    }
    let code = |e: &Element| e.waarde("Header/BerichtCode").parse::<u32>().unwrap_or_default();
    fout.als(code(retour) != code(heen) + 1, "BerichtCode is not one above that of the message");
    let nummer = retour.waarde("Header/IdentificatieRetour").len();
    fout.als(!(1..=12).contains(&nummer), "IdentificatieRetour has no 1 to 12 characters");
    fout.als(retour.waarde("Header/DagtekeningRetour") != peildatum, "DagtekeningRetour is not the reference date");
    fout.als(retour.op("Header/XsltVersie").is_some(), "XsltVersie although no stylesheet was used");
}

fn lichaam(heen: &Element, retour: &Element, uitkomst: &str, fout: &mut Fouten) {
    let kop = retour.op("Header").and_then(codes);
    let terug = &retour.kinderen[1..];
    match (&kop, uitkomst) {
        (None, "accepted") => fout.als(!terug.is_empty(), "an approved message comes back with a body"),
        (Some(kop), "rejected") if kop != &["0200"] => fout.als(!terug.is_empty(), "a header error comes with a body"),
        (Some(_), "rejected") => {
            let kaal = |e: &Element| e.kinderen[1..].iter().map(|k| k.kaal("RetourCodes")).collect::<Vec<_>>();
            fout.als(kaal(heen) != kaal(retour), "the body is not the body of the message, value for value");
            let mut eigen_code = false;
            retour.bezoek(&mut |e| {
                let verwacht = KLASSEN.contains(&e.lokaal()) && e.lokaal() != "Header";
                let gevonden = codes(e);
                fout.als(verwacht && gevonden.is_none(), &format!("{} has no RetourCodes", e.naam));
                eigen_code |= gevonden.is_some_and(|c| c.iter().any(|c| !matches!(c.as_str(), "0200" | "0233")));
            });
            fout.als(!eigen_code, "a refused body holds no code of a rule");
        }
        _ => fout.als(true, &format!("header codes {kop:?} do not fit outcome {uitkomst}")),
    }
}

fn kop_325(heen: &Element, retour: &Element, peildatum: &str, fout: &mut Fouten) {
    for (van, naar) in [
        ("Afzender", "Ontvanger"),
        ("Ontvanger", "Afzender"),
        ("BerichtIdentificatie", "DeclaratieIdentificatie"),
        ("XsdVersie", "XsdVersieDeclaratie"),
    ] {
        fout.gelijk(heen, &format!("Header/{van}"), retour, &format!("Header/{naar}"));
    }
    fout.als(
        retour.waarde("Header/BerichtIdentificatie/Dagtekening") != peildatum,
        "Dagtekening is not the reference date",
    );
    fout.als(retour.op("Header").and_then(codes).is_none(), "the header of a 325 has no RetourCodes");
}

fn lichaam_325(heen: &Element, retour: &Element, uitkomst: &str, fout: &mut Fouten) {
    let kop = retour.op("Header").and_then(codes).unwrap_or_default();
    let Some(antwoord) = retour.op("DeclaratieAntwoord") else {
        fout.als(kop == ["0200"] || uitkomst != "rejected", "no DeclaratieAntwoord without a header error");
        return;
    };
    fout.als(kop != ["0200"], "a header error comes with a DeclaratieAntwoord");
    fout.gelijk(heen, "DeclaratieNummer", retour, "DeclaratieNummer");
    fout.gelijk(heen, "TotaalIngediendBedrag", retour, "TotaalIngediendBedrag");
    let (codes_, clienten) = (codes(antwoord).unwrap_or_default(), antwoord.alle("Client"));
    let (ingediend, toegekend) =
        (getekend(antwoord, "TotaalIngediendBedrag"), getekend(antwoord, "TotaalToegekendBedrag"));
    let terug: i64 = antwoord.alle("Prestatie").iter().map(|p| getekend(p, "IngediendBedrag")).sum();
    let nul = antwoord.waarde("TotaalToegekendBedrag/TotaalBedrag") == "0";
    fout.als(
        nul && antwoord.waarde("TotaalToegekendBedrag/DebetCredit") != "D",
        "a granted total of zero is not debet",
    );
    match (codes_.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), uitkomst) {
        (["8001"], "accepted") => fout.als(!clienten.is_empty() || ingediend != toegekend, "8001 but not all granted"),
        (["0200"], "partly") => {
            fout.als(clienten.is_empty(), "a partly granted declaratie returns nothing");
            fout.als(ingediend - terug != toegekend, "granted is not submitted minus returned (TR342)");
        }
        (["0200" | "8001"], _) => fout.als(true, "the code on DeclaratieAntwoord does not fit the outcome"),
        (_, "rejected") => {
            fout.als(!clienten.is_empty() || toegekend != 0, "a refused declaratie returns or grants something");
        }
        _ => fout.als(true, "a code on DeclaratieAntwoord of a declaratie that was not refused"),
    }
    for client in clienten {
        client_325(client, fout);
    }
}

fn client_325(client: &Element, fout: &mut Fouten) {
    let prestaties = client.alle("Prestatie");
    fout.als(prestaties.is_empty(), "a Client without refused Prestaties");
    let eigen = codes(client).unwrap_or_default();
    fout.als(eigen.is_empty(), "a Client without RetourCodes");
    for prestatie in prestaties {
        let codes = codes(prestatie).unwrap_or_default();
        let toegekend = codes.iter().any(|c| matches!(c.as_str(), "0200" | "8001"));
        fout.als(codes.is_empty() || toegekend, "a Prestatie that was not refused is returned");
        let ongezien = codes == ["0233"];
        fout.als(ongezien == (eigen == ["0200"]), "0233 stands on the Prestaties of a failed Client and nowhere else");
    }
}

fn kop_304(heen: &Element, retour: &Element, peildatum: &str, fout: &mut Fouten) {
    for pad in ["Gemeente", "Aanbieder", "BetalingAanID", "DeclaratieFactuurIdentificatie"] {
        let pad = format!("Header/{pad}");
        fout.gelijk(heen, &pad, retour, &pad);
    }
    fout.gelijk(heen, "DeclaratieFactuurTotaalBedrag", retour, "IngediendTotaalBedrag");
    let code = |e: &Element| e.waarde("Header/BerichtCode").parse::<u32>().unwrap_or_default();
    fout.als(code(retour) != code(heen) + 1, "BerichtCode is not one above that of the message");
    let nummer = retour.waarde("RetourHeader/GemeenteReferentieNummer").len();
    fout.als(!(1..=24).contains(&nummer), "GemeenteReferentieNummer has no 1 to 24 characters");
    fout.als(
        retour.waarde("RetourHeader/RetourDagtekening") != peildatum,
        "RetourDagtekening is not the reference date",
    );
    fout.als(retour.op("Header").and_then(codes).is_none(), "the header of a 304 has no RetourCodes");
}

fn lichaam_304(heen: &Element, retour: &Element, uitkomst: &str, fout: &mut Fouten) {
    let kop = retour.op("Header").and_then(codes).unwrap_or_default();
    let (clienten, terug) = (retour.alle("Client"), retour.alle("Prestatie"));
    let gevraagd =
        |e: &Element| -> i64 { e.alle("Prestatie").iter().map(|p| getekend(p, "DeclaratieFactuurBedrag")).sum() };
    let (ingediend, toegekend) = (getekend(retour, "IngediendTotaalBedrag"), getekend(retour, "ToegekendTotaalBedrag"));
    match (kop.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), uitkomst) {
        (["8001"], "accepted") => fout.als(!clienten.is_empty() || ingediend != toegekend, "8001 but not all granted"),
        (["0200"], "partly") => {
            fout.als(clienten.is_empty(), "a partly granted 303 returns nothing");
            let over = gevraagd(heen) - gevraagd(retour);
            fout.als(over != toegekend, "granted is not the sum of what does not come back");
        }
        (["0200" | "8001"], _) => fout.als(true, "the code in the header does not fit the outcome"),
        (_, "rejected") => {
            fout.als(!clienten.is_empty() || toegekend != 0, "a refused 303 returns or grants something");
        }
        _ => fout.als(true, "a header code on a 303 that was not refused"),
    }
    for client in clienten {
        client_325(client, fout);
    }
    for prestatie in terug {
        fout.als(getekend(prestatie, "ToegekendBedrag") != 0, "a refused Prestatie has an amount granted");
        let zelfde = |p: &&&Element| p.waarde("ReferentieNummer") == prestatie.waarde("ReferentieNummer");
        let kaal = |p: &Element| p.kaal("RetourCodes").kaal("ToegekendeBedragPrestatie");
        let heen = heen.alle("Prestatie");
        let ongewijzigd = heen.iter().filter(zelfde).any(|p| kaal(p) == kaal(prestatie));
        fout.als(!ongewijzigd, "a Prestatie is not as in the message");
    }
}

/// What was asked, in a 325 or 304.
pub fn ingediend_totaal(retour: &Element) -> Option<i64> {
    let namen = ["TotaalIngediendBedrag", "IngediendTotaalBedrag"];
    namen.iter().find(|naam| retour.op(naam).is_some()).map(|naam| getekend(retour, naam))
}

/// What was granted, in a 325 or 304.
pub fn toegekend_totaal(retour: &Element) -> Option<i64> {
    let namen = ["TotaalToegekendBedrag", "ToegekendTotaalBedrag"];
    namen.iter().find(|naam| retour.op(naam).is_some()).map(|naam| getekend(retour, naam))
}

/// An amount below an element: plus for D, minus for C.
pub fn getekend(element: &Element, naam: &str) -> i64 {
    let Some(bedrag) = element.op(naam) else { return 0 };
    let cent: i64 = bedrag.kinderen[0].tekst.trim().parse().unwrap();
    if bedrag.kinderen[1].tekst == "C" { -cent } else { cent }
}
