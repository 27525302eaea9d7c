// SPDX-License-Identifier: Apache-2.0
/**
 * How a kind of client becomes one that {@code @Routed} and {@code @Baseline} can stand on: implement
 * {@link dev.spurline.junit.client.ClientAdapter}. Nothing here is needed to write tests.
 */
@NullMarked
package dev.spurline.junit.client;

import org.jspecify.annotations.NullMarked;
