@NullMarked
package dev.spurline.embedded.internal.controllers;

import org.jspecify.annotations.NullMarked;
