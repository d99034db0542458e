// SPDX-License-Identifier: Apache-2.0
/// Decision: when a certificate is made, when it is served, and whom the API server trusts
/// meanwhile.
@NullMarked
package io.eksbridge.inject.certificate;

import org.jspecify.annotations.NullMarked;
