//! What a retour says, as a digest: to tell whether a retour that comes in agrees with our own verdict.

use schema::tree::{NodeRef, Tree};

use crate::nummer::sha256_hex;

/// Digest over the codes per class in document order, the references of returned Prestaties and the granted total. The
/// numbers and dates of the retour itself play no part.
pub fn strekking(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    for node in tree.root().descendants() {
        match node.name() {
            "RetourCodes" => {
                let mut codes: Vec<&str> = node.children().map(NodeRef::value).collect();
                codes.sort_unstable();
                let class = node.parent().map_or("", NodeRef::name);
                text.extend([class, ":", &codes.join(","), "\n"]);
            }
            "ReferentieNummer" | "VorigReferentieNummer" => {
                text.extend([node.value(), "\n"]);
            }
            "TotaalToegekendBedrag" => {
                let delen: Vec<&str> = node.children().map(|c| c.value().trim()).collect();
                text.extend([delen.join(" ").as_str(), "\n"]);
            }
            _ => {}
        }
    }
    sha256_hex(text.as_bytes())
}
