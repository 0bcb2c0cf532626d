//! Writes the manifest of a release: what is not in its schemas and what a reader wants to know without opening them.

use std::fmt::Write as _;

use crate::schema::Schemaset;

/// The text of `release.toml`; the keys are explained in `xsd/README.md`.
pub(crate) fn schrijf(set: &Schemaset<'_>) -> String {
    let mut out = String::from("# Generated from xsd/feiten by: cargo run -p xsdgen. Do not edit.\n");
    let mut regel = |sleutel: &str, waarde: &str| {
        // Writing to a String cannot fail. No value of a table holds a quote: names, numbers, dates and codes.
        let _ = writeln!(out, "{sleutel} = \"{waarde}\"");
    };
    let release = set.release;
    regel("standaard", release.standaard.naam());
    regel("release", &set.release_nummer());
    for (sleutel, waarde) in
        [("geldig_van", &release.geldig_van), ("geldig_tot", &release.geldig_tot), ("xsd_versie", &release.xsdversie)]
    {
        if let Some(waarde) = waarde {
            regel(sleutel, waarde);
        }
    }
    for bericht in &set.berichten {
        let nummer = bericht.rij.nummer;
        let codes: Vec<String> = bericht.rij.berichtcode.split('|').map(|code| format!("\"{code}\"")).collect();
        let _ = write!(out, "\n[[bericht]]\nnummer = \"{nummer}\"\ncodes = [{}]\n", codes.join(", "));
        let _ = writeln!(out, "schema = \"{}\"", set.bestand(bericht));
        if let Some(retour) = set.berichten.iter().find(|ander| ander.rij.antwoord_op == Some(nummer)) {
            let _ = writeln!(out, "retour = \"{}\"", retour.rij.nummer);
        }
    }
    if !set.lijsten.is_empty() {
        out.push_str("\n[codelijsten]\n");
        for type_ in &set.enkelvoudig {
            let naam = type_.rij.codelijst.as_ref();
            if let Some(lijst) = set.lijsten.iter().find(|lijst| Some(&lijst.lijst) == naam) {
                let _ = writeln!(out, "{} = \"{}\"", type_.rij.naam, lijst.bron);
            }
        }
    }
    out
}
