/** Tests of explanations. */
@NullMarked
package dev.spurline.internal.explain;

import org.jspecify.annotations.NullMarked;
