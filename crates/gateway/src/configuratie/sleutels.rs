//! Every key of gateway.toml: its default and what it means. `check-config` and the README follow this table.

/// A key, its default and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Sleutel {
    /// Section and name.
    pub naam: &'static str,
    /// Default as written.
    pub standaard: &'static str,
    /// Meaning, one line.
    pub betekenis: &'static str,
}

const fn s(naam: &'static str, standaard: &'static str, betekenis: &'static str) -> Sleutel {
    Sleutel { naam, standaard, betekenis }
}

/// Every key there is, but those of a party.
pub const SLEUTELS: &[Sleutel] = &[
    s("schemas.map", "(built in)", "folder with release folders such as ijw-3.2, instead of the built-in schemas"),
    s("intake.max_bytes", "26214400", "largest message in bytes"),
    s("opslag.data", "data", "data folder of serve: store, payload files, lock"),
    s("opslag.sleutel", "(in the data folder)", "key file for the keyed hash of a Bsn, mode 0600"),
    s("contracten.map", "(none)", "folder with contracts (*.toml)"),
    s(
        "lijsten.gemeenten",
        "(built in, one year)",
        "full CBS list with columns code, naam, van, tot; a code outside it is refused with S300",
    ),
    s("http.adres", "127.0.0.1:8080", "where serve listens; without TLS only a loopback address"),
    s("http.certificaat", "(none)", "PEM with the certificate chain of the HTTP interface; with http.sleutel"),
    s("http.sleutel", "(none)", "PEM with its key"),
    s("push.adres", "(none)", "where serve takes in VSP Push V1, always mutual TLS; off when not given"),
    s("push.certificaat", "(none)", "PEM with the certificate chain of the Push interface"),
    s("push.sleutel", "(none)", "PEM with its key"),
    s("push.client_ca", "(none)", "PEM with the authorities whose client certificates may push"),
    s("endpoint.url", "(none)", "full https address that deliveries are pushed to; without it they wait"),
    s("endpoint.certificaat", "(none)", "PEM with our client certificate for the endpoint"),
    s("endpoint.sleutel", "(none)", "PEM with its key"),
    s("endpoint.ca", "(none)", "PEM with the authorities that the endpoint may lean on"),
    s("endpoint.rol_gemeente", "Gemeente", "rol of a gemeente in the metadata"),
    s("endpoint.rol_aanbieder", "Instelling", "rol of an aanbieder in the metadata"),
    s("endpoint.actie", "Indienen", "actie in the metadata"),
    s("endpoint.berichttypen", "(JW323 is JW323)", "table of names that the endpoint wants otherwise"),
    s("endpoint.tegelijk", "4", "deliveries at the same time"),
    s("endpoint.eerste_seconden", "30", "bound of the wait after the first failed attempt"),
    s("endpoint.hoogste_seconden", "10800", "the wait grows no further than this"),
    s("endpoint.venster_seconden", "432000", "after this long a delivery is parked"),
    s("endpoint.onderbreker_fouten", "5", "failures in a row after which the endpoint is left alone"),
    s("endpoint.onderbreker_seconden", "60", "between two probes of an endpoint that is left alone"),
    s("endpoint.antwoord_seconden", "60", "how long the endpoint may think before it answers"),
    s("mappen.map", "(none)", "folder with a folder per party for files; off when not given"),
    s("mappen.rust_seconden", "10", "how long a file must be quiet when nobody saw it being closed"),
    s("controle.per_minuut", "60", "checks beforehand per holder of a token"),
    s("verwerking.werkers", "(8 per core, 16 to 64)", "threads that judge; most of their time they wait for the disk"),
    s("log.vorm", "tekst", "tekst or json"),
    s("log.niveau", "info", "error, warn, info, debug or trace"),
];

/// The keys of `[[lokaal]]` and `[[partner]]`.
pub const PARTIJSLEUTELS: &[Sleutel] = &[
    s("code", "(must be given)", "CBS code of four digits or AGB code of eight"),
    s("tokens", "[]", "hashes of its tokens, from ketenpoort token nieuw"),
    s("map", "false", "whether it has a folder below mappen.map"),
];

/// Whether the value of a key is a path.
pub fn is_pad(naam: &str) -> bool {
    let kort = naam.rsplit('.').next().unwrap_or_default();
    matches!(kort, "map" | "data" | "sleutel" | "certificaat" | "ca" | "client_ca" | "gemeenten")
}

/// Whether a section has keys of its own.
pub fn is_sectie(naam: &str) -> bool {
    secties().any(|bekend| bekend == naam)
}

/// Names of the lists of parties, which are written with double brackets.
pub const LIJSTEN: [&str; 2] = ["lokaal", "partner"];

/// What is most like a key or section that is not there, as it is written in the file. Small and capital letters count as
/// the same. In a section that is known only its own keys are compared, by their own name.
pub fn dichtstbij(naam: &str) -> String {
    let naam = naam.to_lowercase();
    let Some((sectie, kort)) = naam.split_once('.') else { return zonder_sectie(&naam) };
    if let Some(sectie) = secties().find(|bekend| *bekend == sectie) {
        let namen: Vec<&str> = alle().filter(|(van, _)| *van == sectie).map(|(_, kort)| kort).collect();
        return samen(sectie, gelijkste(namen, |bekend| gelijkenis(kort, bekend)).unwrap_or(kort));
    }
    // The section is misspelt, and its key may be right.
    let beste = gelijkste(alle(), |(van, bekend)| gelijkenis(sectie, van) + gelijkenis(kort, bekend));
    beste.map_or(naam.clone(), |(van, kort)| samen(van, kort))
}

/// A name at the top of the file: a section that is misspelt, or a key without its section.
fn zonder_sectie(naam: &str) -> String {
    let sectie = gelijkste(secties(), |bekend| gelijkenis(naam, bekend));
    let sleutel = gelijkste(alle(), |(_, bekend)| gelijkenis(naam, bekend));
    match (sectie, sleutel) {
        (Some(sectie), Some((van, kort))) if gelijkenis(naam, kort) > gelijkenis(naam, sectie) => samen(van, kort),
        (Some(sectie), _) if LIJSTEN.contains(&sectie) => format!("[[{sectie}]]"),
        (sectie, _) => format!("[{}]", sectie.unwrap_or(naam)),
    }
}

/// Section and own name of every key, those of a party under both lists.
fn alle() -> impl Iterator<Item = (&'static str, &'static str)> {
    let partijen = LIJSTEN.into_iter().flat_map(|lijst| PARTIJSLEUTELS.iter().map(move |s| (lijst, s.naam)));
    SLEUTELS.iter().filter_map(|s| s.naam.split_once('.')).chain(partijen)
}

fn secties() -> impl Iterator<Item = &'static str> {
    alle().map(|(sectie, _)| sectie)
}

fn samen(sectie: &str, kort: &str) -> String {
    format!("{sectie}.{kort}")
}

/// From 0, nothing alike, to 1, the same.
fn gelijkenis(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(a, b)
}

/// The first of those that score highest.
fn gelijkste<T: Copy>(kandidaten: impl IntoIterator<Item = T>, score: impl Fn(T) -> f64) -> Option<T> {
    let gewogen = kandidaten.into_iter().map(|kandidaat| (kandidaat, score(kandidaat)));
    gewogen.reduce(|beste, ander| if ander.1 > beste.1 { ander } else { beste }).map(|(kandidaat, _)| kandidaat)
}
