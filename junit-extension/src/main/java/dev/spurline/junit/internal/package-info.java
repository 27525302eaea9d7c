// SPDX-License-Identifier: Apache-2.0
/**
 * How the JUnit extension works: finding the declared sandboxes, opening and closing them at JUnit's moments, injection,
 * the routed clients, and the judgement of the evidence. No API.
 */
@NullMarked
package dev.spurline.junit.internal;

import org.jspecify.annotations.NullMarked;
