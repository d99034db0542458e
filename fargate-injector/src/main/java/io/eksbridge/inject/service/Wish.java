// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.service;

import java.util.Optional;

/// What the operator asks for.
///
/// @param service the name of the cluster agent's own Service, which sidecars are given
/// @param address that the stable Service is to have
public record Wish(String service, Optional<String> address) {}
