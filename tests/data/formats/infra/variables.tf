variable "tasks" {
  type        = number
  description = "How many tasks run"
  default     = 3
  validation {
    condition     = var.tasks > 0
    error_message = "At least one."
  }
}
variable "image" {
  type    = string
  default = "parcel/api:1.14.0"
}
locals {
  timeout_seconds = 90
  name            = "${var.image}-x"
}
variable "log_retention_in_days" {
  type    = number
  default = 90
}
