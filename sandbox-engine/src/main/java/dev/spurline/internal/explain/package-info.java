/**
 * Tells by which rule the mesh decides about a request, and why by no other: a pure function from a survey and a request. Which
 * routes a sandbox gets is decided elsewhere.
 */
@NullMarked
package dev.spurline.internal.explain;

import org.jspecify.annotations.NullMarked;
