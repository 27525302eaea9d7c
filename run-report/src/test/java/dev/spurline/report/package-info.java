// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.spurline.report;

import org.jspecify.annotations.NullMarked;
