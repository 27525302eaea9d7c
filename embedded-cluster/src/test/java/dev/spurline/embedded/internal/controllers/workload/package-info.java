@NullMarked
package dev.spurline.embedded.internal.controllers.workload;

import org.jspecify.annotations.NullMarked;
