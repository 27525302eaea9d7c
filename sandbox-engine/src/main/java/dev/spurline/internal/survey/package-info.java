// SPDX-License-Identifier: Apache-2.0
/**
 * What was read of a namespace: values only, no reading. The planner sees the cluster through this package and nothing
 * else.
 */
@NullMarked
package dev.spurline.internal.survey;

import org.jspecify.annotations.NullMarked;
