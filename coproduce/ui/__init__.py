"""What every page is made of: the frame, components, form fields, the gallery that shows them all.

Components are template tags over small frozen values, each with one template in
``templates/ui/components``. The component base (GOV.UK Frontend) gives structure,
behaviour and tested markup; the look gives clothes. Nothing here knows what a
vote or a joint project is.
"""
