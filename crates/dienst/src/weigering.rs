//! Refusals at the door: which HTTP status each stands for, and what the sender gets to read, Dutch and English.

use dossier::OntvangstId;
use pipeline::Melding;

/// Why something was not taken in. The sender has to do something about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weigering {
    /// Larger than `intake.max_bytes`.
    TeGroot {
        /// What is allowed, in bytes.
        max: u64,
    },
    /// Not XML, or level 1 has objections.
    Niveau1 {
        /// Number of the record of the attempt.
        ontvangst: OntvangstId,
        /// Whether it is well-formed XML at all.
        is_xml: bool,
        /// What is wrong.
        findings: Vec<Melding>,
        /// Whether there is more wrong than is told.
        truncated: bool,
    },
    /// Level 2 has objections to a message that a local party wants to send.
    Niveau2 {
        /// Number of the record of the attempt.
        ontvangst: OntvangstId,
        /// What is wrong.
        findings: Vec<Melding>,
    },
    /// A contract keeps back a 301 that a local party wants to send; the sender may let it go.
    Vastgehouden {
        /// Number of the record of the attempt.
        ontvangst: OntvangstId,
        /// What the contract has against it.
        findings: Vec<Melding>,
    },
    /// The message is of another party than the sender acts for.
    AndereAfzender,
    /// The metadata of a Push names another sender than the message.
    AndereMetadata,
    /// Neither side of the message is a party of this gateway.
    NiemandLokaal,
    /// A local party sends a retour, which the gateway makes itself.
    EigenRetour,
    /// The `Idempotency-Key` was used with other bytes.
    AndereBytes,
    /// The traceerId was used with other bytes.
    TraceerIdGebruikt,
    /// A header is not as it should be.
    Kop {
        /// What about it, Dutch.
        nl: &'static str,
        /// What about it, English.
        en: &'static str,
    },
    /// Too many checks in a short time.
    TeVaak {
        /// Seconds to wait.
        wacht: u64,
    },
}

/// A refusal in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uitleg {
    /// HTTP status.
    pub status: u16,
    /// The kind of refusal, part of the `type` of the problem; stable.
    pub soort: &'static str,
    /// Title, Dutch.
    pub titel: &'static str,
    /// Title, English.
    pub titel_en: &'static str,
    /// What is the matter and what to do, Dutch.
    pub nl: &'static str,
    /// The same, English.
    pub en: &'static str,
}

const VASTGEHOUDEN: Uitleg = Uitleg {
    status: 422,
    soort: "vastgehouden",
    titel: "Bericht is vastgehouden",
    titel_en: "Message is kept back",
    nl: "Deze toewijzing past niet bij het contract; zij is niet verzonden. Verbeter wat de bevindingen noemen, of bied haar \
         opnieuw aan met de kop Vrijgave: contract (in een map: met een naam die op .vrij.xml eindigt).",
    en: "This assignment does not fit the contract; it was not sent. Correct what the findings name, or hand it in again with \
         the header Vrijgave: contract (in a folder: under a name that ends in .vrij.xml).",
};

impl Weigering {
    /// One word for metrics and logs.
    pub fn label(&self) -> &'static str {
        self.uitleg().soort
    }

    /// Findings to show, when there are any.
    pub fn findings(&self) -> &[Melding] {
        match self {
            Weigering::Niveau1 { findings, .. }
            | Weigering::Niveau2 { findings, .. }
            | Weigering::Vastgehouden { findings, .. } => findings,
            _ => &[],
        }
    }

    /// The record of the attempt, when there is one.
    pub fn ontvangst(&self) -> Option<&OntvangstId> {
        match self {
            Weigering::Niveau1 { ontvangst, .. }
            | Weigering::Niveau2 { ontvangst, .. }
            | Weigering::Vastgehouden { ontvangst, .. } => Some(ontvangst),
            _ => None,
        }
    }

    /// The refusal in words.
    pub fn uitleg(&self) -> Uitleg {
        let uitleg = |status, soort, (titel, titel_en), nl, en| Uitleg { status, soort, titel, titel_en, nl, en };
        match self {
            Weigering::TeGroot { .. } => uitleg(
                413,
                "te-groot",
                ("Bericht te groot", "Message too large"),
                "Het bericht is groter dan deze poort aanneemt. Splits het, een declaratie bijvoorbeeld per groep cliënten, \
                 en bied de delen apart aan.",
                "The message is larger than this gateway accepts. Split it, a declaration for instance by group of \
                 clients, and hand in the parts one by one.",
            ),
            Weigering::Niveau1 { is_xml: false, .. } => uitleg(
                400,
                "geen-xml",
                ("Geen XML", "Not XML"),
                "Dit is geen welgevormd XML-bericht. De bevinding zegt waar het misgaat.",
                "This is not a well-formed XML message. The finding says where it breaks.",
            ),
            Weigering::Niveau1 { .. } => uitleg(
                422,
                "niveau-1",
                ("Bericht past niet in het schema", "Message does not fit the schema"),
                "Het bericht past niet in het schema van de standaard (controleniveau 1). Er is niets van bewaard en er \
                 volgt geen retour; verbeter het en bied het opnieuw aan.",
                "The message does not fit the schema of the standard (level 1). Nothing of it was kept and no retour \
                 will follow; correct it and hand it in again.",
            ),
            Weigering::Niveau2 { .. } => uitleg(
                422,
                "niveau-2",
                ("Bericht is niet verzonden", "Message was not sent"),
                "De ontvanger zou dit bericht weigeren; het is niet verzonden. Verbeter wat de bevindingen noemen en bied het \
                 opnieuw aan.",
                "The receiver would refuse this message; it was not sent. Correct what the findings name and hand it in \
                 again.",
            ),
            Weigering::Vastgehouden { .. } => VASTGEHOUDEN,
            Weigering::AndereAfzender => uitleg(
                403,
                "andere-afzender",
                ("Niet namens deze partij", "Not for this party"),
                "U mag niet sturen namens de afzender van dit bericht. Gebruik het token of de map van die partij.",
                "You may not send for the sender of this message. Use the token or the folder of that party.",
            ),
            Weigering::AndereMetadata => uitleg(
                422,
                "andere-metadata",
                ("Metadata past niet bij het bericht", "Metadata does not match the message"),
                "De afzender in de metadata is niet de afzender van het bericht.",
                "The sender in the metadata is not the sender of the message.",
            ),
            Weigering::NiemandLokaal => uitleg(
                403,
                "niet-voor-deze-poort",
                ("Niet voor deze poort", "Not for this gateway"),
                "Deze poort werkt niet voor de partijen van dit bericht.",
                "This gateway does not act for the parties of this message.",
            ),
            Weigering::EigenRetour => uitleg(
                422,
                "eigen-retour",
                ("De poort maakt de retour zelf", "The gateway makes the retour itself"),
                "Op een bericht aan een partij van deze poort maakt de poort zelf de ene retour; een tweede wordt niet \
                 verzonden.",
                "On a message to a party of this gateway the gateway itself makes the one retour; a second one is not \
                 sent.",
            ),
            Weigering::AndereBytes => uitleg(
                409,
                "sleutel-gebruikt",
                ("Idempotency-Key is al gebruikt", "Idempotency-Key was used before"),
                "Deze Idempotency-Key hoort bij een ander bericht. Gebruik een nieuwe sleutel voor een nieuw bericht.",
                "This Idempotency-Key belongs to another message. Use a new key for a new message.",
            ),
            Weigering::TraceerIdGebruikt => uitleg(
                422,
                "traceerid-gebruikt",
                ("TraceerId is al gebruikt (BRS114)", "TraceerId was used before (BRS114)"),
                "Deze traceerId hoort bij een ander bericht; bied een nieuw bericht met een nieuwe traceerId aan.",
                "This traceerId belongs to another message; hand in a new message with a new traceerId.",
            ),
            Weigering::Kop { nl, en } => uitleg(400, "ongeldige-kop", ("Ongeldig verzoek", "Invalid request"), nl, en),
            Weigering::TeVaak { .. } => uitleg(
                429,
                "te-vaak",
                ("Te veel controles", "Too many checks"),
                "U controleert te vaak achter elkaar. Wacht zo lang als Retry-After zegt.",
                "Too many checks in a short time. Wait as long as Retry-After says.",
            ),
        }
    }
}
