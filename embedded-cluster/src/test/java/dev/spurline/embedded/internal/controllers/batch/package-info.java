@NullMarked
package dev.spurline.embedded.internal.controllers.batch;

import org.jspecify.annotations.NullMarked;
