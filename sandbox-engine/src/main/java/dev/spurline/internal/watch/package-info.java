/** What is there, kept current by watches. */
@NullMarked
package dev.spurline.internal.watch;

import org.jspecify.annotations.NullMarked;
