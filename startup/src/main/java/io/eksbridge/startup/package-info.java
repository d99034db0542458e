// SPDX-License-Identifier: Apache-2.0
/// How each service is started: one typed configuration in three spellings, one line and exit code
/// 2 for what the operator can mend, health and metrics on one port, one JSON object per log line.
@NullMarked
package io.eksbridge.startup;

import org.jspecify.annotations.NullMarked;
