//! The codes of all findings: one line each. Their words stand in `catalogue/<language>.yaml`.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be published as it is. `build` stops, `check` exits with 1.
    Error,
    /// Published, but most likely not what was meant. `check` exits with 1.
    Warning,
    /// Worth knowing; changes no exit code.
    Hint,
}

impl Severity {
    /// Lower-case English name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $severity:ident;)*) => {
        /// What kind of finding it is. The kebab-case name is stable: CI configurations may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Kebab-case name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    /// A content file that cannot be read.
    UnreadableFile "unreadable-file" Error;
    /// A link that leads out of the content folder.
    OutsideContent "outside-content" Error;
    /// A file larger than the limit.
    FileTooLarge "file-too-large" Error;
    /// More citations or links than a text may have.
    TooMany "too-many" Error;
    /// A file that is not UTF-8.
    NotUtf8 "not-utf8" Error;
    /// A file below `content/` that has no meaning there.
    UnexpectedFile "unexpected-file" Warning;
    /// A file that would run in readers' browsers or on the host.
    ActiveFile "active-file" Error;
    /// A file name that cannot become an address.
    BadFileName "bad-file-name" Error;
    /// A Markdown file without front matter.
    NoFrontMatter "no-front-matter" Error;
    /// YAML that cannot be read.
    YamlSyntax "yaml-syntax" Error;
    /// A value with a colon that needs quotes.
    YamlColon "yaml-colon" Error;
    /// A key that does not exist.
    UnknownKey "unknown-key" Error;
    /// A key that stands twice.
    DuplicateKey "duplicate-key" Error;
    /// A required key that is missing.
    MissingKey "missing-key" Error;
    /// A value of the wrong type.
    WrongType "wrong-type" Error;
    /// A value that is not among the allowed ones.
    UnknownValue "unknown-value" Error;
    /// A date that is not one.
    BadDate "bad-date" Error;
    /// An amount that is not one.
    BadAmount "bad-amount" Error;
    /// A slug that is not one.
    BadSlug "bad-slug" Error;
    /// An address that is not one.
    BadUrl "bad-url" Error;
    /// A municipality key that is not one.
    BadAgs "bad-ags" Error;
    /// A colour that is not one.
    BadColor "bad-color" Error;
    /// A language tag that is not one.
    BadLanguage "bad-language" Error;
    /// A language that the theme does not have.
    UnknownLanguage "unknown-language" Error;
    /// An output that does not exist.
    UnknownOutput "unknown-output" Error;
    /// A topic that does not exist.
    UnknownTopic "unknown-topic" Error;
    /// An organization that does not exist.
    UnknownOrganization "unknown-organization" Error;
    /// A person that does not exist.
    UnknownPerson "unknown-person" Error;
    /// A body that does not exist.
    UnknownBody "unknown-body" Error;
    /// A ready-made scheme that does not exist.
    UnknownScheme "unknown-scheme" Error;
    /// A scheme that cannot be used.
    BadScheme "bad-scheme" Error;
    /// Two entries with one slug.
    DuplicateSlug "duplicate-slug" Error;
    /// Two papers with one number.
    DuplicateReference "duplicate-reference" Warning;
    /// A number that is not of the council's form.
    OddReference "odd-reference" Warning;
    /// A related or listed paper that the portal does not have.
    UnresolvedRelation "unresolved-relation" Warning;
    /// A cited number that the portal does not have.
    UnresolvedReference "unresolved-reference" Hint;
    /// A number that several papers have.
    AmbiguousReference "ambiguous-reference" Warning;
    /// A cited number that the portal lacks, with two digits that seem to have changed places.
    NearMiss "near-miss" Hint;
    /// A number in which a scanner seems to have taken a digit for a letter.
    Misread "misread" Hint;
    /// A sentence that says more of a cited paper than that it is cited.
    SuggestedRelation "suggested-relation" Hint;
    /// A paper that relates to itself.
    SelfReference "self-reference" Error;
    /// Relations that lead back to where they began.
    RelationCycle "relation-cycle" Warning;
    /// An act that is dated before what it acts on was made.
    ImpossibleOrder "impossible-order" Warning;
    /// An attachment that is not there.
    MissingAttachment "missing-attachment" Error;
    /// A path that leaves its folder.
    UnsafePath "unsafe-path" Error;
    /// A redirect that cannot be.
    BadRedirect "bad-redirect" Error;
    /// A comment without an end.
    OpenComment "open-comment" Warning;
    /// A comment of Markdown in a field of YAML.
    CommentInField "comment-in-field" Error;
    /// Raw HTML in Markdown.
    RawHtml "raw-html" Warning;
    /// A link with a scheme that can run code or track readers.
    UnsafeUrl "unsafe-url" Warning;
    /// A link to a page that does not exist.
    BrokenLink "broken-link" Warning;
    /// A picture on another site.
    ForeignImage "foreign-image" Warning;
    /// Characters that XML cannot hold.
    ControlCharacter "control-character" Warning;
    /// A line of the register that cannot be read.
    BadRegister "bad-register" Error;
    /// A published address at which there is nothing any more.
    LostAddress "lost-address" Error;
    /// Something that was withdrawn and is there again.
    ReturnedObject "returned-object" Error;
    /// A register that does not know the newest publications and changes.
    StaleRegister "stale-register" Hint;
    /// Something that an importer was not sure about.
    ToReview "to-review" Warning;
    /// Personal data that nobody has allowed.
    PersonalData "personal-data" Error;
    /// Something that was to be blacked out and may still be there.
    NotRedacted "not-redacted" Error;
    /// Personal data that is allowed and not there.
    UnusedAllowance "unused-allowance" Warning;
    /// Two outputs on one path.
    PathCollision "path-collision" Error;
    /// A template that cannot be used.
    TemplateError "template-error" Error;
}

impl Code {
    /// The code of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
