//! What the table of [`authorisation`](super) is written in: of each action a line, of each line what it
//! grants to whom.

/// Makes [`Action`](super::Action) of the table.
macro_rules! actions {
    (
        open { $($open:ident),* $(,)? }
        open_to_strangers { $($stranger:ident),* $(,)? }
        own_account { $($own:ident),* $(,)? }
        to_every_role { $($public:ident),* $(,)? }
        $($(#[$doc:meta])* $action:ident: { $($role:ident: $grant:expr),* $(,)? };)*
    ) => {
        /// What can be asked, by the name of its gRPC method.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($open,)* $($own,)* $($public,)* $($(#[$doc])* $action),* }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] =
                &[$(Self::$open,)* $(Self::$own,)* $(Self::$public,)* $(Self::$action),*];

            /// The name of its gRPC method.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$open => stringify!($open),)*
                    $(Self::$own => stringify!($own),)*
                    $(Self::$public => stringify!($public),)*
                    $(Self::$action => stringify!($action)),*
                }
            }

            /// What is open to whoever has not said who they are, beside what is open to everybody.
            const OPEN_TO_STRANGERS: &'static [Self] = &[$(Self::$stranger),*];

            /// What it grants to a role.
            fn granted_to(self, role: Role) -> Grant {
                match self {
                    $(Self::$open)|* => Grant::Open,
                    $(Self::$own)|* => Grant::OwnAccount,
                    $(Self::$public)|* => Grant::National,
                    $(Self::$action => {
                        const LINE: Line = Line::REFUSED$(.granting(Role::$role, $grant))*;
                        LINE.to(role)
                    })*
                }
            }

            /// What it grants to somebody who has not said who they are.
            fn granted_to_nobody(self) -> Grant {
                match self {
                    $(Self::$open)|* => Grant::Open,
                    $(Self::$own)|* $(| Self::$public)* $(| Self::$action)* => {
                        if Self::OPEN_TO_STRANGERS.contains(&self) {
                            Grant::Open
                        } else {
                            Grant::Refused
                        }
                    }
                }
            }
        }
    };
}
