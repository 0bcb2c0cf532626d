//! The logical keys of classes in messages about one client.

use schema::tree::NodeRef;

/// Logical keys per class. A Relatie has exactly one Contact, so only those of the client can double. Only release 2.3 has a
/// BeschikkingNummer.
const SLEUTELS: [(&str, &[&[&str]]); 9] = [
    ("Contact", &[&["Soort"]]),
    ("Relatie", &[&["Nummer"]]),
    ("ToegewezenProduct", &[&["ToewijzingNummer"]]),
    (
        "StartProduct",
        &[
            &["BeschikkingNummer"],
            &["ToewijzingNummer"],
            &["Product", "Categorie"],
            &["Product", "Code"],
            &["Begindatum"],
        ],
    ),
    (
        "StopProduct",
        &[
            &["BeschikkingNummer"],
            &["ToewijzingNummer"],
            &["Product", "Categorie"],
            &["Product", "Code"],
            &["Begindatum"],
            &["RedenBeeindiging"],
            &["Einddatum"],
        ],
    ),
    ("AangevraagdProduct", &[&["ReferentieAanbieder"]]),
    ("NieuwProduct", &[&["Product", "Categorie"], &["Product", "Code"], &["GewensteIngangsdatum"]]),
    ("OngewijzigdProduct", &[&["ToewijzingNummer"]]),
    ("TeWijzigenProduct", &[&["ToewijzingNummer"]]),
];

/// The logical key of an element; none when it has none. Absent values are equal.
pub fn logische_sleutel(node: NodeRef<'_>) -> Option<Vec<Option<String>>> {
    let (klasse, velden) = SLEUTELS.iter().find(|(naam, _)| *naam == node.name())?;
    // Release 2.3 leaves the number out of a toewijzing to which nothing refers.
    let zonder = *klasse == "ToegewezenProduct" && node.child("ToewijzingNummer").is_none();
    (!zonder).then(|| velden.iter().map(|veld| node.at(veld).map(waarde)).collect())
}

/// A key value as it compares: numbers by value, dates without blanks, text as it is.
fn waarde(node: NodeRef<'_>) -> String {
    let value = node.value();
    match node.name() {
        "BeschikkingNummer" | "ToewijzingNummer" => {
            value.trim().parse().map_or_else(|_| value.to_owned(), |nummer: i64| nummer.to_string())
        }
        "Begindatum" | "Einddatum" | "GewensteIngangsdatum" => value.trim().to_owned(),
        _ => value.to_owned(),
    }
}
