//! A council paper (*Vorlage*): motion, question, report, resolution … as its author describes it.

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spanned::list;
use super::{Allowance, Amount, Date, List, RelationEntry, Slug, Spanned};

/// A paper's front matter. Its text follows as Markdown; its identity is its place,
/// `<body>/<slug>`. Field names are OParl 1.1's where OParl has a word.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Paper {
    /// Title as printed on the paper. Quote it if it contains a colon and a blank.
    pub name: Spanned<String>,
    /// Kind of paper in the council's own words: Antrag, Anfrage, Sitzungsvorlage, Beschluss …
    pub paper_type: Option<String>,
    /// The council's number for the paper (Aktenzeichen, Drucksachennummer), in any usual spelling.
    pub reference: Option<Spanned<String>>,
    /// Further numbers under which the paper is cited.
    #[serde(default, deserialize_with = "list")]
    pub aliases: List<Spanned<String>>,
    /// Date of the paper; leave it out when it is unknown.
    pub date: Option<Date>,
    /// Topics by their slug, each a file in `topics/`.
    #[serde(default, deserialize_with = "list")]
    pub topics: List<Spanned<Slug>>,
    /// Keywords as the council's own system lists them.
    #[serde(default, deserialize_with = "list")]
    pub keyword: List<Box<str>>,
    /// Organizations (factions, departments) that brought the paper in, by slug.
    #[serde(default, deserialize_with = "list")]
    pub originator_organization: List<Spanned<Slug>>,
    /// People who brought the paper in, by slug.
    #[serde(default, deserialize_with = "list")]
    pub originator_person: List<Spanned<Slug>>,
    /// Departments in charge (Federführung), by slug.
    #[serde(default, deserialize_with = "list")]
    pub under_direction_of: List<Spanned<Slug>>,
    /// One or two plain sentences for people and for previews.
    pub summary: Option<String>,
    /// Place the paper is about (Ortsangabe), in words.
    pub location: Option<String>,
    /// Which organizations deal with the paper, in order (Beratungsfolge).
    #[serde(default, deserialize_with = "list")]
    pub consultation: List<Consultation>,
    /// What is proposed (Beschlussvorschlag), numbered and nested.
    #[serde(default, deserialize_with = "list")]
    pub proposal: List<Proposal>,
    /// What was decided; it may differ from the proposal. Leave it out while nothing is decided.
    pub resolution: Option<Box<Resolution>>,
    /// Cost, saving and funding as the paper states them.
    pub finance: Option<Box<Finance>>,
    /// Checks that the paper reports on, such as climate and inclusion.
    pub checks: Option<Box<Checks>>,
    /// Opinions asked of offices (Stellungnahmen).
    #[serde(default, deserialize_with = "list")]
    pub opinions: List<Opinion>,
    /// Advisory boards and district councils that are heard, or need not be (Anhörung).
    #[serde(default, deserialize_with = "list")]
    pub hearings: List<Hearing>,
    /// People named for their part in the paper: co-rapporteur, administrative adviser, author.
    #[serde(default, deserialize_with = "list")]
    pub participants: List<Participant>,
    /// Who signs the paper.
    #[serde(default, deserialize_with = "list")]
    pub signatures: List<Signature>,
    /// Offices that get a copy (Verteiler, "Abdruck an").
    #[serde(default, deserialize_with = "list")]
    pub distribution: List<Box<str>>,
    /// Files that belong to the paper. They lie beside it when the paper is a folder with `index.md`.
    #[serde(default, deserialize_with = "list")]
    pub attachments: List<Attachment>,
    /// How this paper relates to others; the way back is generated.
    #[serde(default, deserialize_with = "list")]
    pub relations: List<RelationEntry>,
    /// The procedure (Vorgang) that the paper belongs to, if it needs a name of its own.
    pub procedure: Option<Box<ProcedureMark>>,
    /// How far the resolution is carried out.
    pub implementation: Option<Box<Implementation>>,
    /// `public` (the default) or `restricted`; anything else counts as restricted.
    #[serde(default)]
    pub access: Access,
    /// Not before this day is the paper published.
    pub publish_from: Option<Date>,
    /// Address of the original.
    pub source: Option<Spanned<String>>,
    /// A remark of this portal's editors about the record, for example where its facts come from.
    pub editor_note: Option<String>,
    /// The record that an importer made this paper of, by its id at the source; leave it as it is.
    #[serde(skip_serializing)]
    pub imported_from: Option<String>,
    /// What an importer was not sure about. `check` lists each entry; delete it when you have looked. Never published.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub review: List<Spanned<String>>,
    /// Earlier addresses on this site, from the root (`/alt/adresse/`), that lead here.
    #[serde(default, deserialize_with = "list")]
    pub redirect_from: List<Spanned<String>>,
    /// Texts that are blacked out wherever they stand in this file, in every output.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub redact: List<Spanned<String>>,
    /// Personal data that may be published here, each with the reason.
    #[serde(default, deserialize_with = "list", skip_serializing)]
    pub personal_data: List<Allowance>,
}

/// Who may see something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// Everybody.
    #[default]
    Public,
    /// Nobody outside the council: it never leaves the content folder.
    Restricted,
}

/// One step of the Beratungsfolge.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consultation {
    /// The organization (committee, council) that deals with it, by slug.
    pub organization: Spanned<Slug>,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// What it does with the paper: Entscheidung, Vorberatung, Kenntnisnahme, Anhörung …
    pub role: Option<String>,
    /// Whether the meeting is public; `false` keeps the whole step out of the portal.
    #[serde(default = "yes")]
    pub public: bool,
    /// Result in the council's words: angenommen, abgelehnt, vertagt …
    pub result: Option<String>,
    /// Votes counted.
    pub vote: Option<Vote>,
}

fn yes() -> bool {
    true
}

/// Votes as counted.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// In favour.
    pub yes: u32,
    /// Against.
    pub no: u32,
    /// Abstentions.
    #[serde(default)]
    pub abstain: u32,
}

/// One point of the proposal; points may have sub-points.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proposal {
    /// Whether the council is to take note or to resolve.
    #[serde(default)]
    pub kind: ProposalKind,
    /// Number as printed (`1`, `2.1`); counted through when left out.
    pub number: Option<String>,
    /// Wording.
    pub text: String,
    /// Sub-points.
    #[serde(default, deserialize_with = "list")]
    pub items: List<Proposal>,
}

/// What a point of a proposal asks of the council.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProposalKind {
    /// To take note (zur Kenntnis nehmen).
    TakeNote,
    /// To resolve (beschließen).
    #[default]
    Resolve,
}

/// What the council decided on the paper.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resolution {
    /// What became of the proposal.
    pub outcome: Outcome,
    /// Day of the decision; the deciding consultation's date when left out.
    pub date: Option<Date>,
    /// First day on which it is in force, if that is not the day of the decision.
    pub valid_from: Option<Date>,
    /// Last day on which it is in force, if it says so.
    pub valid_until: Option<Date>,
    /// Organization that decided, by slug; the deciding consultation's when left out.
    pub organization: Option<Spanned<Slug>>,
    /// Wording, in the council's words (for example "nach Antrag").
    pub text: Option<String>,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Adopted as proposed.
    Adopted,
    /// Adopted with changes.
    Amended,
    /// Rejected.
    Rejected,
    /// Taken note of.
    Noted,
    /// Referred to another organization.
    Referred,
    /// Put off.
    Postponed,
    /// Withdrawn by its originators.
    Withdrawn,
}

impl Outcome {
    /// The name in content files, data and language files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Amended => "amended",
            Self::Rejected => "rejected",
            Self::Noted => "noted",
            Self::Referred => "referred",
            Self::Postponed => "postponed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Money as the paper states it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finance {
    /// Whether there is a financial effect; `unknown` where the paper does not say.
    #[serde(default)]
    pub effect: YesNo,
    /// Each amount stated.
    #[serde(default, deserialize_with = "list")]
    pub items: List<FinanceItem>,
    /// Explanation in words.
    pub note: Option<String>,
}

/// Yes, no, or not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The paper does not say, or contradicts itself.
    #[default]
    Unknown,
}

impl YesNo {
    /// The name in content files, data and language files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// One amount.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FinanceItem {
    /// What kind of money.
    pub kind: FinanceKind,
    /// Amount in the currency's unit (`2500`, `2500.50`); leave it out when the paper leaves it open.
    pub amount: Option<Amount>,
    /// ISO 4217 code; EUR when left out.
    #[serde(default = "euro")]
    pub currency: String,
    /// How often.
    #[serde(default)]
    pub period: Period,
    /// The amount is an upper bound ("bis zu").
    #[serde(default)]
    pub up_to: bool,
    /// The amount is approximate ("ca.").
    #[serde(default)]
    pub approximate: bool,
    /// Explanation in words.
    pub note: Option<String>,
}

fn euro() -> String {
    "EUR".into()
}

/// Kind of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum FinanceKind {
    /// Money spent.
    Cost,
    /// Money no longer spent.
    Saving,
    /// Money taken in.
    Revenue,
    /// Grants from others.
    Funding,
}

impl FinanceKind {
    /// The name in content files, data and language files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Saving => "saving",
            Self::Revenue => "revenue",
            Self::Funding => "funding",
        }
    }
}

/// How often an amount is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[derive(Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum Period {
    /// Once, or in total.
    #[default]
    Once,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

impl Period {
    /// The name in content files, data and language files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }
}

/// Checks that a paper reports on.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Checks {
    /// Climate (Klimaprüfung).
    pub climate: Option<Check>,
    /// Inclusion.
    pub inclusion: Option<Check>,
    /// Equal treatment (Gleichstellung).
    pub equality: Option<Check>,
}

/// One check.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Check {
    /// Whether the paper matters to it.
    pub relevant: YesNo,
    /// Explanation in words.
    pub note: Option<String>,
}

/// An opinion asked of an office.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opinion {
    /// The office, in words.
    pub name: String,
    /// Whether its opinion is required.
    #[serde(default)]
    pub required: YesNo,
    /// What it said.
    pub text: Option<String>,
}

/// A board or district council that is heard, or need not be.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hearing {
    /// The board, in words.
    pub name: String,
    /// Whether it must be heard.
    #[serde(default)]
    pub required: YesNo,
    /// Explanation in words.
    pub note: Option<String>,
}

/// A person named for a part in the paper.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Participant {
    /// The person, by slug in `people.yaml`.
    pub person: Spanned<Slug>,
    /// The part: Korreferentin, Verwaltungsbeirat …
    pub role: String,
}

/// A signature under the paper.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signature {
    /// Who signs, by slug in `people.yaml`.
    pub person: Spanned<Slug>,
    /// In which office.
    pub role: Option<String>,
    /// Whether it is signed.
    #[serde(default)]
    pub signed: YesNo,
}

/// A file that belongs to the paper.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attachment {
    /// Title of the file.
    pub name: String,
    /// File name beside the paper's `index.md`; leave it out when the paper only names the file.
    pub file: Option<Spanned<String>>,
    /// Address of the file at the council, where the portal has no copy.
    pub url: Option<Spanned<String>>,
    /// `public` (the default) or `restricted`.
    #[serde(default)]
    pub access: Access,
}

/// Membership in a procedure that has a name of its own.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcedureMark {
    /// Address of the procedure; papers with the same one belong together.
    pub slug: Spanned<Slug>,
    /// Title of the procedure; the first paper's title when no paper gives one.
    pub name: Option<String>,
}

/// How far a resolution is carried out.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Implementation {
    /// State of the work.
    pub status: ImplementationStatus,
    /// Day by which it is due.
    pub due: Option<Date>,
    /// Explanation in words.
    pub note: Option<String>,
}

/// State of carrying out a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[derive(BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "camelCase")]
pub enum ImplementationStatus {
    /// Not begun.
    Open,
    /// Under way.
    InProgress,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

impl ImplementationStatus {
    /// The name in content files, data and language files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "inProgress",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}
