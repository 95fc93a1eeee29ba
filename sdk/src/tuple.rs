//! The tuples that the ABI has, for the macros that implement a trait on each.

/// Calls `$implement!` with the type parameters and field indices of each tuple of 1 to 12 fields.
macro_rules! each_tuple {
    ($implement:ident) => {
        each_tuple!($implement; A 0; B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11,);
    };
    ($implement:ident; $($t:ident $i:tt)+; ) => {
        $implement!($($t $i)+);
    };
    ($implement:ident; $($t:ident $i:tt)+; $next:ident $n:tt, $($rest:tt)*) => {
        $implement!($($t $i)+);
        each_tuple!($implement; $($t $i)+ $next $n; $($rest)*);
    };
}

pub(crate) use each_tuple;
