//! The messages of one dataset, release 3.2: toewijzingen, starts, a declaratie and stops that belong together. They are
//! written as text, because the largest is 200 MB; a test validates them against their schemas. The words are those of
//! iJw; [`Stijl::vertaal`] makes iWmo of them.

use std::fmt::Write as _;

const BASIS: &str = "http://www.istandaarden.nl/ijw/3_2/basisschema/schema";
pub const GEMEENTE: &str = "0363";
pub const AANBIEDER: &str = "99990001";
/// Eurocent per prestatie of 600 minutes.
pub const BEDRAG: u32 = 62_500;

/// Which standard, and what makes the numbers of this dataset its own.
pub(super) struct Stijl {
    pub(super) iwmo: bool,
    pub(super) seed: u64,
}

impl Stijl {
    fn code(&self, bericht: &str) -> u32 {
        match (bericht, self.iwmo) {
            ("301", false) => 436,
            ("301", true) => 414,
            ("305", false) => 438,
            ("305", true) => 418,
            ("307", false) => 440,
            ("307", true) => 420,
            (_, false) => 490,
            (_, true) => 484,
        }
    }

    /// A number of at most twelve characters; seed 0 leaves no trace.
    fn nummer(&self, letter: char, n: u32) -> String {
        if self.seed == 0 { format!("{letter}{n}") } else { format!("{letter}{}{n}", Self::letters(self.seed)) }
    }

    /// Four letters that differ per seed, apart from the digits of the number.
    fn letters(seed: u64) -> String {
        let mut rest = seed;
        let mut uit = String::new();
        for _ in 0..4 {
            uit.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            rest /= 26;
        }
        uit
    }

    /// Line ends as OP192 wants them. iWmo has other namespaces, prefixes and categories; the rest is the same in release
    /// 3.2.
    fn vertaal(&self, tekst: &str) -> String {
        let tekst = tekst.replace('\n', "\r\n");
        if !self.iwmo {
            return tekst;
        }
        tekst
            .replace("/ijw/3_2/jw", "/iwmo/3_2/wmo")
            .replace("/ijw/", "/iwmo/")
            .replace("jw3", "wmo3")
            .replace("wmwmo3", "wmo3")
            .replace("<ijw:", "<iwmo:")
            .replace("</ijw:", "</iwmo:")
            .replace("xmlns:ijw=", "xmlns:iwmo=")
            .replace(">45<", ">02<")
            .replace(">45A", ">02A")
    }
}

/// ToewijzingNummer of a client's n-th product; each product has its own.
pub fn nummer(client: u32, product: u32) -> u32 {
    client * 100 + product
}

fn kop(stijl: &Stijl, bericht: &str, afzender: &str, ontvanger: &str, identificatie: &str) -> String {
    let code = stijl.code(bericht);
    let tekst = format!(
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
    );
    tekst
}

/// The client as start and stop messages name it.
fn client_kort(out: &mut String, bericht: &str, bsn: &str) {
    let _ = write!(
        out,
        "\t<jw{bericht}:Client>\n\
         \t\t<jw{bericht}:Bsn>{bsn}</jw{bericht}:Bsn>\n\
         \t\t<jw{bericht}:Geboortedatum><ijw:Datum>2012-01-01</ijw:Datum></jw{bericht}:Geboortedatum>\n\
         \t\t<jw{bericht}:Geslacht>0</jw{bericht}:Geslacht>\n\
         \t\t<jw{bericht}:Naam><ijw:Geslachtsnaam><ijw:Achternaam>Proef</ijw:Achternaam></ijw:Geslachtsnaam></jw{bericht}:Naam>\n"
    );
}

/// A 305: every product starts on the day the toewijzing does.
pub(super) fn start(stijl: &Stijl, client: u32, bsn: &str, producten: u32) -> String {
    let mut out = kop(stijl, "305", AANBIEDER, GEMEENTE, &stijl.nummer('S', client));
    client_kort(&mut out, "305", bsn);
    out.push_str("\t\t<jw305:StartProducten>\n");
    for product in 1..=producten {
        let _ = write!(
            out,
            "\t\t\t<jw305:StartProduct><jw305:ToewijzingNummer>{}</jw305:ToewijzingNummer>\n\
             \t\t\t<jw305:Product><ijw:Categorie>45</ijw:Categorie><ijw:Code>45A{:02}</ijw:Code></jw305:Product>\n\
             \t\t\t<jw305:Begindatum>2026-01-01</jw305:Begindatum>\n\
             \t\t\t<jw305:StatusAanlevering>1</jw305:StatusAanlevering></jw305:StartProduct>\n",
            nummer(client, product),
            product % 100
        );
    }
    out.push_str("\t\t</jw305:StartProducten>\n\t</jw305:Client>\n</jw305:Bericht>\n");
    stijl.vertaal(&out)
}

/// A 307: every product stops after the declaratie.
pub(super) fn stop(stijl: &Stijl, client: u32, bsn: &str, producten: u32) -> String {
    let mut out = kop(stijl, "307", AANBIEDER, GEMEENTE, &stijl.nummer('E', client));
    client_kort(&mut out, "307", bsn);
    out.push_str("\t\t<jw307:StopProducten>\n");
    for product in 1..=producten {
        let _ = write!(
            out,
            "\t\t\t<jw307:StopProduct><jw307:ToewijzingNummer>{}</jw307:ToewijzingNummer>\n\
             \t\t\t<jw307:Product><ijw:Categorie>45</ijw:Categorie><ijw:Code>45A{:02}</ijw:Code></jw307:Product>\n\
             \t\t\t<jw307:Begindatum>2026-01-01</jw307:Begindatum>\n\
             \t\t\t<jw307:RedenBeeindiging>20</jw307:RedenBeeindiging>\n\
             \t\t\t<jw307:Einddatum>2026-04-30</jw307:Einddatum>\n\
             \t\t\t<jw307:StatusAanlevering>1</jw307:StatusAanlevering></jw307:StopProduct>\n",
            nummer(client, product),
            product % 100
        );
    }
    out.push_str("\t\t</jw307:StopProducten>\n\t</jw307:Client>\n</jw307:Bericht>\n");
    stijl.vertaal(&out)
}

/// A 301 with one toewijzing per product of the client.
pub(super) fn toewijzing(stijl: &Stijl, client: u32, bsn: &str, producten: u32) -> String {
    let mut out = kop(stijl, "301", GEMEENTE, AANBIEDER, &stijl.nummer('T', client));
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
    stijl.vertaal(&out)
}

/// A 323 over April 2026 with all prestaties of all clients.
pub(super) fn declaratie(stijl: &Stijl, prestaties: u32, bsns: &[String], verdeling: &[u32]) -> String {
    let mut out = kop(stijl, "323", AANBIEDER, GEMEENTE, &stijl.nummer('D', 1));
    out.reserve(prestaties as usize * 850);
    let totaal = u64::from(prestaties) * u64::from(BEDRAG);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "\t<jw323:Declaratie>\n\
         \t\t<jw323:DeclaratieNummer>{}</jw323:DeclaratieNummer>\n\
         \t\t<jw323:DeclaratiePeriode>\n\
         \t\t\t<ijw:Begindatum>2026-04-01</ijw:Begindatum>\n\
         \t\t\t<ijw:Einddatum>2026-04-30</ijw:Einddatum>\n\
         \t\t</jw323:DeclaratiePeriode>\n\
         \t\t<jw323:DeclaratieDagtekening>2026-05-06</jw323:DeclaratieDagtekening>\n\
         \t\t<jw323:TotaalIngediendBedrag>\n\
         \t\t\t<ijw:TotaalBedrag>{totaal}</ijw:TotaalBedrag>\n\
         \t\t\t<ijw:DebetCredit>D</ijw:DebetCredit>\n\
         \t\t</jw323:TotaalIngediendBedrag>\n\
         \t\t<jw323:Clienten>\n",
        stijl.nummer('N', 1).replacen('N', "DN", 1)
    );
    for (index, (bsn, aantal)) in (1_u32..).zip(bsns.iter().zip(verdeling)) {
        let _ = write!(out, "\t\t\t<jw323:Client>\n\t\t\t\t<jw323:Bsn>{bsn}</jw323:Bsn>\n\t\t\t\t<jw323:Prestaties>\n");
        for product in 1..=*aantal {
            prestatie(&mut out, stijl, index, product);
        }
        out.push_str("\t\t\t\t</jw323:Prestaties>\n\t\t\t</jw323:Client>\n");
    }
    out.push_str("\t\t</jw323:Clienten>\n\t</jw323:Declaratie>\n</jw323:Bericht>\n");
    stijl.vertaal(&out)
}

fn prestatie(out: &mut String, stijl: &Stijl, client: u32, product: u32) {
    let _ = write!(
        out,
        "\t\t\t\t\t<jw323:Prestatie>\n\
         \t\t\t\t\t\t<jw323:ProductReferentie>\n\
         \t\t\t\t\t\t\t<ijw:ReferentieNummer>{}-{product}</ijw:ReferentieNummer>\n\
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
        stijl.nummer('R', client),
        nummer(client, product),
        product % 100
    );
}
