// SPDX-License-Identifier: Apache-2.0
/** What a cluster keeps in order by itself: namespaces, disruption budgets, lost pods. */
@NullMarked
package dev.spurline.embedded.internal.controllers.housekeeping;

import org.jspecify.annotations.NullMarked;
