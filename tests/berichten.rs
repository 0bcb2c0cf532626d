//! `docs/berichten.md`: every message of every built-in release, made from manifests, schemas and the rule registry. A
//! stale page fails; `KETENPOORT_SCHRIJF_DOCS=1 cargo test -p gateway --test berichten` writes it again.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bericht::{Soort, catalogus};
use regels::{REGELRELEASE, regels_voor};
use schema::{ManifestMessage, Release};

fn naam(standard: &str) -> &'static str {
    if standard == "iwmo" { "iWmo" } else { "iJw" }
}

fn rij(release: &Release, bericht: &ManifestMessage) -> String {
    let soort = Soort::parse(&bericht.code).unwrap_or_else(|| panic!("{} is no known message", bericht.code));
    let is_retour = soort.heen().is_some() && soort != Soort::S325;
    let regels = if is_retour { "-".to_owned() } else { regels_voor(release, soort).len().to_string() };
    format!(
        "| {} | {} {} | {} | `xsd/{}-{}/{}` | {} | {regels} |",
        bericht.code,
        naam(&release.standard),
        release.release,
        bericht.codes.join(", "),
        release.standard,
        release.release,
        bericht.schema,
        bericht.retour.as_deref().unwrap_or("-"),
    )
}

fn pagina() -> String {
    let set = catalogus::ingebouwd().unwrap();
    let mut out = String::from(
        "# Berichten\n\n\
        Elk bericht van elke ingebouwde release: BerichtCode, schema, de retour die het beantwoordt en hoeveel regels van\n\
        niveau 2 tot en met 4 erop lopen. Niveau 1 (het schema) geldt voor elk bericht. Een retour wordt vergeleken met het\n\
        heenbericht, niet met regels. Gemaakt uit `xsd/*/release.toml`, de schema's en de regels; zie `tests/berichten.rs`.\n\n\
        | bericht | release | code | schema | retour | regels |\n|---|---|---|---|---|---|\n",
    );
    for release in set.releases() {
        for bericht in &release.manifest.as_ref().unwrap().messages {
            let _ = writeln!(out, "{}", rij(release, bericht));
        }
    }
    let _ = write!(
        out,
        "\n## Regels op andere releases\n\n\
        De regels zijn geschreven voor release {REGELRELEASE}. Op een bericht van een andere release loopt een regel als de\n\
        elementen waar hij naar kijkt, de retourcode die hij geeft en de codes waar hij op let daar bestaan, en van hem niet\n\
        bekend is dat hij jonger is (`crates/regels/data/elementen.tsv`). De regels van een 303 zijn van ons; zij staan in `docs/keuzes.md`. Dat zijn:\n\n| bericht | release | regels |\n|---|---|---|\n",
    );
    for release in set.releases().iter().filter(|release| release.release != REGELRELEASE) {
        for soort in Soort::ALLE {
            let ids: Vec<&str> = regels_voor(release, soort).iter().map(|regel| regel.id).collect();
            if !ids.is_empty() {
                let standaard = naam(&release.standard);
                let _ = writeln!(out, "| {soort} | {standaard} {} | {} |", release.release, ids.join(" "));
            }
        }
    }
    out
}

#[test]
fn the_page_is_up_to_date() {
    let pad = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/berichten.md");
    let tekst = pagina();
    if std::env::var_os("KETENPOORT_SCHRIJF_DOCS").is_some() {
        fs::write(&pad, &tekst).unwrap();
    }
    assert!(
        fs::read_to_string(&pad).ok().as_deref() == Some(&tekst),
        "docs/berichten.md is stale; see tests/berichten.rs"
    );
}

#[test]
fn manifests_agree_with_the_program() {
    for release in catalogus::ingebouwd().unwrap().releases() {
        for bericht in &release.manifest.as_ref().unwrap().messages {
            let soort = Soort::parse(&bericht.code).unwrap();
            assert_eq!(bericht.retour.as_deref(), soort.retour().map(Soort::nummer), "{soort}");
        }
    }
}
