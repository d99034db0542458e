// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.granter;

import io.eksbridge.inject.access.Coverage;
import io.eksbridge.inject.access.Demand;
import io.eksbridge.inject.access.GrantChange;
import io.eksbridge.inject.access.Held;
import java.util.List;

/// How things stand at one moment.
///
/// @param demand who is to read what
/// @param held what is granted
/// @param coverage whom that lets in
/// @param changes what is to be done next, without what is refused
/// @param clashes names of ours under which someone else made something
record Situation(
    Demand demand,
    Held held,
    Coverage coverage,
    List<GrantChange> changes,
    List<GrantChange.Refuse> clashes) {}
