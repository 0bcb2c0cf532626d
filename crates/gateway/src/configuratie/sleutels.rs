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

/// The key that is most like a name that is not there.
pub fn dichtstbij(naam: &str, sleutels: &[Sleutel]) -> &'static str {
    let score = |s: &Sleutel| {
        // A right name in the wrong section is the most likely mistake; among those the section decides.
        let kort = s.naam.rsplit('.').next().unwrap_or_default();
        let eigen = naam.rsplit('.').next().unwrap_or_default();
        let heel = strsim::jaro_winkler(naam, s.naam);
        (heel.max(strsim::jaro_winkler(eigen, kort)), heel)
    };
    let best = sleutels.iter().max_by(|a, b| {
        let (a, b) = (score(a), score(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    best.map_or("intake.max_bytes", |s| s.naam)
}
