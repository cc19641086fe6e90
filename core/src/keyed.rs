//! Enums whose variants have published keys, declared once: no variant can lack its key or be
//! left out of the list of all.

/// Declares an enum with the published key of each variant, all variants in `ALL` in the order
/// in which they are declared, and `key()`.
macro_rules! keyed {
    (
        $(#[$of_enum:meta])*
        $name:ident { $($(#[$of_variant:meta])* $variant:ident = $key:literal,)+ }
    ) => {
        $(#[$of_enum])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$of_variant])* $variant,)+
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: [$name; [$($key),+].len()] = [$($name::$variant),+];

            /// Returns the published key.
            pub fn key(self) -> &'static str {
                match self {
                    $($name::$variant => $key,)+
                }
            }
        }
    };
}

pub(crate) use keyed;
