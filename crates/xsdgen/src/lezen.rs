//! Reads the tables. Each value is checked on its own here; how rows hang together is checked
//! per standard in [`crate::controle`].

use std::path::Path;

use crate::cel::Cel;
use crate::feiten::{
    BerichtRij, CodeRij, ElementRij, Feiten, Herkomst, LijstRij, Patroon, Release, Standaard, TypeRij, van_basisschema,
};
use crate::fout::{Fout, Plek};
use crate::tabel;

/// Columns of releases.tsv.
const RELEASES: [&str; 10] = [
    "standaard",
    "release",
    "basisprefix",
    "berichtprefix",
    "bestandsprefix",
    "naamruimte",
    "versie",
    "xsdversie",
    "geldig_van",
    "geldig_tot",
];

/// Columns of berichten.tsv.
const BERICHTEN: [&str; 5] = ["bericht", "standaard", "berichtcode", "antwoord_op", "herkomst"];

/// Columns of enkelvoudig.tsv.
const ENKELVOUDIG: [&str; 9] =
    ["type", "basis", "minLength", "maxLength", "minInclusive", "maxInclusive", "pattern", "codelijst", "standaard"];

/// Columns of codelijsten.tsv.
const CODELIJSTEN: [&str; 3] = ["lijst", "code", "standaard"];

/// Columns of samengesteld.tsv.
const SAMENGESTELD: [&str; 8] = ["klasse", "element", "type", "min", "max", "standaard", "pattern", "maxInclusive"];

/// Columns of klassen.tsv.
const KLASSEN: [&str; 8] = ["bericht", "klasse", "element", "type", "min", "max", "standaard", "pattern"];

/// Columns of lijsten.tsv.
const LIJSTEN: [&str; 3] = ["lijst", "bron", "standaard"];

impl Feiten {
    /// Reads every table in the folder; the first broken row is the error.
    pub(crate) fn lees(map: &Path) -> Result<Self, Fout> {
        Ok(Self {
            releases: tabel::lees(map, "releases.tsv", RELEASES, release)?,
            berichten: tabel::lees(map, "berichten.tsv", BERICHTEN, bericht)?,
            typen: tabel::lees(map, "enkelvoudig.tsv", ENKELVOUDIG, enkelvoudig)?,
            codes: tabel::lees(map, "codelijsten.tsv", CODELIJSTEN, code)?,
            samengesteld: tabel::lees(map, "samengesteld.tsv", SAMENGESTELD, samengesteld)?,
            klassen: tabel::lees(map, "klassen.tsv", KLASSEN, klasse)?,
            lijsten: tabel::lees(map, "lijsten.tsv", LIJSTEN, lijst)?,
        })
    }
}

fn release(plek: Plek, cellen: [Cel; 10]) -> Result<Release, Fout> {
    let [standaard, release, basis, bericht, bestand, naamruimte, versie_info, xsdversie, van, tot] = cellen;
    let standaarden = [("ijw", Standaard::Ijw), ("iwmo", Standaard::Iwmo)];
    let nummers = release
        .tekst
        .split_once('.')
        .and_then(|(versie, subversie)| Some((versie.parse().ok()?, subversie.parse().ok()?)));
    let (versie, subversie) = nummers.ok_or_else(|| release.fout("a release such as 3.2"))?;
    if !naamruimte.tekst.contains("{naam}") {
        return Err(naamruimte.fout("a namespace with {naam} in it"));
    }
    Ok(Release {
        plek,
        standaard: standaard.keuze(&standaarden, "ijw or iwmo")?,
        versie,
        subversie,
        basisprefix: basis.naam()?,
        berichtprefix: bericht.naam()?,
        bestandsprefix: bestand.naam()?,
        naamruimte: naamruimte.waarde()?,
        versie_info: versie_info.optioneel(Cel::waarde)?,
        xsdversie: xsdversie.optioneel(Cel::waarde)?,
        geldig_van: van.optioneel(Cel::datum)?,
        geldig_tot: tot.optioneel(Cel::datum)?,
    })
}

fn bericht(plek: Plek, cellen: [Cel; 5]) -> Result<BerichtRij, Fout> {
    let [bericht, standaard, berichtcode, antwoord_op, herkomst] = cellen;
    let bronnen = [("gepubliceerd", Herkomst::Gepubliceerd), ("afgeleid", Herkomst::Afgeleid)];
    Ok(BerichtRij {
        plek,
        nummer: bericht.getal()?,
        bereik: standaard.bereik()?,
        berichtcode: berichtcode.waarde()?,
        antwoord_op: antwoord_op.optioneel(Cel::getal)?,
        herkomst: herkomst.keuze(&bronnen, "gepubliceerd or afgeleid")?,
    })
}

fn enkelvoudig(plek: Plek, cellen: [Cel; 9]) -> Result<TypeRij, Fout> {
    let [naam, basis, min_lengte, max_lengte, minimum, maximum, pattern, lijst, standaard] = cellen;
    let typen = ["xs:string", "xs:integer", "xs:date", "xs:time"].map(|basis| (basis, basis));
    if !naam.tekst.starts_with("LDT_") {
        return Err(naam.fout("a name that starts with LDT_"));
    }
    let kleinste_lengte = min_lengte.optioneel(Cel::getal)?;
    let kleinste = minimum.optioneel(Cel::getal)?;
    Ok(TypeRij {
        plek,
        naam: naam.naam()?,
        basis: basis.keuze(&typen, "xs:string, xs:integer, xs:date or xs:time")?,
        min_lengte: kleinste_lengte,
        max_lengte: max_lengte.vanaf(kleinste_lengte, max_lengte.optioneel(Cel::getal)?)?,
        minimum: kleinste,
        maximum: maximum.vanaf(kleinste, maximum.optioneel(Cel::getal)?)?,
        pattern: pattern.optioneel(Cel::waarde)?,
        codelijst: lijst.optioneel(Cel::naam)?,
        bereik: standaard.bereik()?,
    })
}

fn code(plek: Plek, cellen: [Cel; 3]) -> Result<CodeRij, Fout> {
    let [lijst, code, standaard] = cellen;
    Ok(CodeRij { plek, lijst: lijst.naam()?, code: code.waarde()?, bereik: standaard.bereik()? })
}

fn lijst(plek: Plek, cellen: [Cel; 3]) -> Result<LijstRij, Fout> {
    let [lijst, bron, standaard] = cellen;
    Ok(LijstRij { plek, lijst: lijst.naam()?, bron: bron.naam()?, bereik: standaard.bereik()? })
}

fn samengesteld(plek: Plek, cellen: [Cel; 8]) -> Result<ElementRij, Fout> {
    let [klasse, naam, soort, min, max, standaard, pattern, maximum] = cellen;
    if !klasse.tekst.starts_with("CDT_") {
        return Err(klasse.fout("a name that starts with CDT_"));
    }
    // The placeholders belong to one message; the basisschema serves them all.
    let patroon = pattern.optioneel(|cel| cel.waarde().map(Patroon::Vast))?;
    let maximum = maximum.optioneel(Cel::getal)?;
    if (patroon.is_some() || maximum.is_some()) && !soort.tekst.starts_with("LDT_") {
        return Err(soort.fout("an LDT_ type, which a restriction needs"));
    }
    let rij = element(plek, [klasse, naam, soort, min, max, standaard])?;
    Ok(ElementRij { patroon, maximum, ..rij })
}

fn klasse(plek: Plek, cellen: [Cel; 8]) -> Result<ElementRij, Fout> {
    let [bericht, klasse, naam, soort, min, max, standaard, pattern] = cellen;
    if van_basisschema(&klasse.tekst) {
        return Err(klasse.fout("a name without LDT_ or CDT_"));
    }
    let patroon = pattern.optioneel(patroon)?;
    if patroon.is_some() && !soort.tekst.starts_with("LDT_") {
        return Err(soort.fout("an LDT_ type, which a pattern needs"));
    }
    let bericht = Some(bericht.getal()?);
    let rij = element(plek, [klasse, naam, soort, min, max, standaard])?;
    Ok(ElementRij { bericht, patroon, ..rij })
}

/// What the complex types of the messages and of the basisschema have in common.
fn element(plek: Plek, cellen: [Cel; 6]) -> Result<ElementRij, Fout> {
    let [klasse, naam, soort, min, max, standaard] = cellen;
    let minimum = min.getal()?;
    let maximum = if max.tekst == "unbounded" { None } else { Some(max.getal()?) };
    Ok(ElementRij {
        plek,
        bericht: None,
        klasse: klasse.naam()?,
        element: naam.naam()?,
        elementtype: soort.naam()?,
        min: minimum,
        max: max.vanaf(Some(minimum), maximum)?,
        bereik: standaard.bereik()?,
        patroon: None,
        maximum: None,
    })
}

fn patroon(cel: &Cel) -> Result<Patroon, Fout> {
    match cel.tekst.as_str() {
        "{berichtcode}" => Ok(Patroon::Berichtcode),
        "{versie}" => Ok(Patroon::Versie),
        "{subversie}" => Ok(Patroon::Subversie),
        // No pattern can start with a brace, so this is a misspelt placeholder.
        tekst if tekst.starts_with('{') => Err(cel.fout("{berichtcode}, {versie}, {subversie} or a pattern")),
        _ => cel.waarde().map(Patroon::Vast),
    }
}
