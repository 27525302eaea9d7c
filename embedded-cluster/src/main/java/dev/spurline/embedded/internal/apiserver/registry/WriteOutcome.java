// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a write has led to.
 *
 * @param code the HTTP status code
 * @param object the object, or a Status
 */
public record WriteOutcome(int code, ObjectNode object) {}
