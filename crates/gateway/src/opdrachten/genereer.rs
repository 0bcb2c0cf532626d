//! `genereer`: a large synthetic declaratie with the toewijzingen it matches, to measure with. The same numbers give the
//! same bytes. Bsn's come from the test range, the AGB code from 9999xxxx.

use std::fmt::Write as _;
use std::path::Path;

use bericht::Bsn;

use crate::cli::GenereerArgs;
use crate::einde::{Einde, Fout};
use crate::opdrachten::voorraad::{self, Vraag};
use crate::uitvoer;

const BASIS: &str = "http://www.istandaarden.nl/ijw/3_2/basisschema/schema";
const GEMEENTE: &str = "0363";
const AANBIEDER: &str = "99990001";
/// Eurocent per hour and minutes per prestatie.
pub(super) const BEDRAG: u32 = 62_500;

pub fn genereer(args: &GenereerArgs) -> Result<Einde, Fout> {
    if args.prestaties < args.clienten {
        return Err(Fout::Gebruik("there must be at least one prestatie per client".to_owned()));
    }
    uitvoer::maak_map(&args.out)?;
    let bsns = testbsns(args.clienten);
    let verdeling = verdeling(args);
    if args.toewijzingen {
        let balk = uitvoer::balk(u64::from(args.clienten), u64::from(args.clienten) * 3_000);
        for (index, (bsn, aantal)) in (1_u32..).zip(bsns.iter().zip(&verdeling)) {
            schrijf(&args.out, &format!("301-{index:05}.xml"), &toewijzing(index, bsn, *aantal))?;
            balk.inc(3_000);
        }
        balk.finish_and_clear();
    }
    let tekst = declaratie(args.prestaties, &bsns, &verdeling);
    schrijf(&args.out, "323.xml", &tekst)?;
    let grootte = schema::format_number(&tekst.len().to_string());
    uitvoer::regel(&format!("323.xml: {} prestaties, {} clients, {grootte} bytes", args.prestaties, args.clienten))?;
    uitvoer::klaar()?;
    let Some(data) = &args.data else { return Ok(Einde::Goed) };
    voorraad::vul(&Vraag {
        data,
        partijen: (GEMEENTE, AANBIEDER),
        clienten: bsns.into_iter().zip(verdeling).collect(),
        toewijzingen: args.opgeslagen,
        eerdere: args.eerdere.into(),
    })
}

fn schrijf(map: &Path, naam: &str, tekst: &str) -> Result<(), Fout> {
    uitvoer::schrijf(&map.join(naam), tekst.as_bytes())
}

/// Numbers of the test range that pass the elfproef, in order.
fn testbsns(aantal: u32) -> Vec<String> {
    let alle = (999_900_006_u32..=999_999_990).map(|n| n.to_string()).filter(|n| Bsn::new(n).elfproef());
    alle.take(aantal as usize).collect()
}

/// How many prestaties each client gets; they differ by at most one.
fn verdeling(args: &GenereerArgs) -> Vec<u32> {
    let (basis, rest) = (args.prestaties / args.clienten, args.prestaties % args.clienten);
    (0..args.clienten).map(|i| basis + u32::from(i < rest)).collect()
}

/// ToewijzingNummer of a client's n-th product; each product has its own.
pub(super) fn nummer(client: u32, product: u32) -> u32 {
    client * 100 + product
}

fn kop(bericht: &str, code: u32, afzender: &str, ontvanger: &str, identificatie: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <jw{bericht}:Bericht xmlns:jw{bericht}=\"http://www.istandaarden.nl/ijw/3_2/jw{bericht}/schema\" xmlns:ijw=\"{BASIS}\">\n\
         \t<jw{bericht}:Header>\n\
         \t\t<jw{bericht}:BerichtCode>{code}</jw{bericht}:BerichtCode>\n\
         \t\t<jw{bericht}:BerichtVersie>3</jw{bericht}:BerichtVersie>\n\
         \t\t<jw{bericht}:BerichtSubversie>2</jw{bericht}:BerichtSubversie>\n\
         \t\t<jw{bericht}:Afzender>{afzender}</jw{bericht}:Afzender>\n\
         \t\t<jw{bericht}:Ontvanger>{ontvanger}</jw{bericht}:Ontvanger>\n\
         \t\t<jw{bericht}:BerichtIdentificatie>\n\
         \t\t\t<ijw:Identificatie>{identificatie}</ijw:Identificatie>\n\
         \t\t\t<ijw:Dagtekening>2026-05-06</ijw:Dagtekening>\n\
         \t\t</jw{bericht}:BerichtIdentificatie>\n\
         \t\t<jw{bericht}:XsdVersie>\n\
         \t\t\t<ijw:BasisschemaXsdVersie>1.0.0</ijw:BasisschemaXsdVersie>\n\
         \t\t\t<ijw:BerichtXsdVersie>1.0.0</ijw:BerichtXsdVersie>\n\
         \t\t</jw{bericht}:XsdVersie>\n\
         \t</jw{bericht}:Header>\n"
    )
}

fn toewijzing(client: u32, bsn: &str, producten: u32) -> String {
    let mut out = kop("301", 436, GEMEENTE, AANBIEDER, &format!("T{client}"));
    let mut regel = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    regel("\t<jw301:Client>");
    regel(&format!("\t\t<jw301:Bsn>{bsn}</jw301:Bsn>"));
    regel("\t\t<jw301:Geboortedatum><ijw:Datum>2012-01-01</ijw:Datum></jw301:Geboortedatum>");
    regel("\t\t<jw301:Geslacht>0</jw301:Geslacht>");
    regel("\t\t<jw301:Naam><ijw:Geslachtsnaam><ijw:Achternaam>Proef</ijw:Achternaam></ijw:Geslachtsnaam>");
    regel("\t\t<ijw:NaamGebruik>1</ijw:NaamGebruik></jw301:Naam>");
    regel("\t\t<jw301:Contactgegevens><jw301:Contact><jw301:Soort>01</jw301:Soort><jw301:Adres>");
    regel("\t\t<ijw:Huis><ijw:Huisnummer>1</ijw:Huisnummer></ijw:Huis><ijw:Postcode>1000AA</ijw:Postcode>");
    regel("\t\t<ijw:LandCode>NL</ijw:LandCode></jw301:Adres></jw301:Contact></jw301:Contactgegevens>");
    regel("\t\t<jw301:ToegewezenProducten>");
    for product in 1..=producten {
        let code = product % 100;
        regel(&format!(
            "\t\t\t<jw301:ToegewezenProduct><jw301:ToewijzingNummer>{}</jw301:ToewijzingNummer>",
            nummer(client, product)
        ));
        regel(&format!(
            "\t\t\t<jw301:Product><ijw:Categorie>45</ijw:Categorie><ijw:Code>45A{code:02}</ijw:Code></jw301:Product>"
        ));
        regel("\t\t\t<jw301:Toewijzingsdatum>2025-12-15</jw301:Toewijzingsdatum>");
        regel("\t\t\t<jw301:Toewijzingstijd>10:00:00</jw301:Toewijzingstijd>");
        regel("\t\t\t<jw301:Ingangsdatum>2026-01-01</jw301:Ingangsdatum>");
        regel("\t\t\t<jw301:Einddatum>2026-12-31</jw301:Einddatum>");
        regel("\t\t\t<jw301:Omvang><ijw:Volume>3</ijw:Volume><ijw:Eenheid>04</ijw:Eenheid>");
        regel("\t\t\t<ijw:Frequentie>2</ijw:Frequentie></jw301:Omvang></jw301:ToegewezenProduct>");
    }
    regel("\t\t</jw301:ToegewezenProducten>");
    regel("\t</jw301:Client>");
    regel("</jw301:Bericht>");
    out
}

fn declaratie(prestaties: u32, bsns: &[String], verdeling: &[u32]) -> String {
    let mut out = kop("323", 490, AANBIEDER, GEMEENTE, "D1");
    out.reserve(prestaties as usize * 850);
    let totaal = u64::from(prestaties) * u64::from(BEDRAG);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "\t<jw323:Declaratie>\n\
         \t\t<jw323:DeclaratieNummer>DN1</jw323:DeclaratieNummer>\n\
         \t\t<jw323:DeclaratiePeriode>\n\
         \t\t\t<ijw:Begindatum>2026-04-01</ijw:Begindatum>\n\
         \t\t\t<ijw:Einddatum>2026-04-30</ijw:Einddatum>\n\
         \t\t</jw323:DeclaratiePeriode>\n\
         \t\t<jw323:DeclaratieDagtekening>2026-05-06</jw323:DeclaratieDagtekening>\n\
         \t\t<jw323:TotaalIngediendBedrag>\n\
         \t\t\t<ijw:TotaalBedrag>{totaal}</ijw:TotaalBedrag>\n\
         \t\t\t<ijw:DebetCredit>D</ijw:DebetCredit>\n\
         \t\t</jw323:TotaalIngediendBedrag>\n\
         \t\t<jw323:Clienten>\n"
    );
    for (index, (bsn, aantal)) in (1_u32..).zip(bsns.iter().zip(verdeling)) {
        let _ = write!(out, "\t\t\t<jw323:Client>\n\t\t\t\t<jw323:Bsn>{bsn}</jw323:Bsn>\n\t\t\t\t<jw323:Prestaties>\n");
        for product in 1..=*aantal {
            prestatie(&mut out, index, product);
        }
        out.push_str("\t\t\t\t</jw323:Prestaties>\n\t\t\t</jw323:Client>\n");
    }
    out.push_str("\t\t</jw323:Clienten>\n\t</jw323:Declaratie>\n</jw323:Bericht>\n");
    out
}

fn prestatie(out: &mut String, client: u32, product: u32) {
    let _ = write!(
        out,
        "\t\t\t\t\t<jw323:Prestatie>\n\
         \t\t\t\t\t\t<jw323:ProductReferentie>\n\
         \t\t\t\t\t\t\t<ijw:ReferentieNummer>R{client}-{product}</ijw:ReferentieNummer>\n\
         \t\t\t\t\t\t</jw323:ProductReferentie>\n\
         \t\t\t\t\t\t<jw323:ToewijzingNummer>{}</jw323:ToewijzingNummer>\n\
         \t\t\t\t\t\t<jw323:ProductCategorie>45</jw323:ProductCategorie>\n\
         \t\t\t\t\t\t<jw323:ProductCode>45A{:02}</jw323:ProductCode>\n\
         \t\t\t\t\t\t<jw323:ProductPeriode>\n\
         \t\t\t\t\t\t\t<ijw:Begindatum>2026-04-01</ijw:Begindatum>\n\
         \t\t\t\t\t\t\t<ijw:Einddatum>2026-04-30</ijw:Einddatum>\n\
         \t\t\t\t\t\t</jw323:ProductPeriode>\n\
         \t\t\t\t\t\t<jw323:GeleverdVolume>600</jw323:GeleverdVolume>\n\
         \t\t\t\t\t\t<jw323:Eenheid>01</jw323:Eenheid>\n\
         \t\t\t\t\t\t<jw323:ProductTarief>104</jw323:ProductTarief>\n\
         \t\t\t\t\t\t<jw323:IngediendBedrag>\n\
         \t\t\t\t\t\t\t<ijw:Bedrag>{BEDRAG}</ijw:Bedrag>\n\
         \t\t\t\t\t\t\t<ijw:DebetCredit>D</ijw:DebetCredit>\n\
         \t\t\t\t\t\t</jw323:IngediendBedrag>\n\
         \t\t\t\t\t</jw323:Prestatie>\n",
        nummer(client, product),
        product % 100
    );
}
