// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.registration;

import java.util.Optional;

/// What the configurations are made for.
///
/// @param namespace of the release, whose own pods are never changed
/// @param service the webhook's
/// @param port of that Service
/// @param automatic whether pods on Fargate are found without their asking
/// @param certificate `namespace/name` of the cert-manager Certificate whose CA is injected by
///     cert-manager; empty where the bundle is ours
public record Settings(
    String namespace, String service, int port, boolean automatic, Optional<String> certificate) {}
