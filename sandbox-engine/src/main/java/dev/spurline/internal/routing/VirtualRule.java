// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A rule of a VirtualService, an element of its {@code http}.
 *
 * @param json the rule, with each field that it has
 * @param namespace the namespace of its VirtualService, in which its short names are looked up
 * @param title its VirtualService, as in messages
 */
public record VirtualRule(ObjectNode json, String namespace, String title) {}
